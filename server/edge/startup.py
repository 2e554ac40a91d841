"""Start-up steps of a process, each retried while its store does not answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from storage.errors import StoreUnavailable

_LOG = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0

Prepare = Callable[[], Awaitable[None]]


async def prepare(steps: Sequence[Prepare]) -> list[Prepare]:
    """Try each; those whose store does not answer now come back, to be tried again.

    Whatever else a step raises ends the start.
    """
    left = []
    for step in steps:
        try:
            await step()
        except StoreUnavailable as error:
            _LOG.warning("%s", error)
            left.append(step)
    return left


async def prepare_later(steps: Sequence[Prepare], *, every_s: float = _AGAIN_SECONDS) -> None:
    """Go on with what is left until nothing is."""
    while steps:
        await asyncio.sleep(every_s)
        steps = await prepare(steps)
