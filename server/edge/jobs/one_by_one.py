"""Goes through many of a kind in one round: one that fails holds up none of the others."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar
from uuid import UUID

from storage.errors import StoreUnavailable

_LOG = logging.getLogger(__name__)

Item = TypeVar("Item")


async def one_by_one(items: Iterable[Item], act: Callable[[Item], Awaitable[object]]) -> None:
    """Each has its turn; what nobody foresaw is logged with its item; then the first is raised.

    Without PostgreSQL there is nothing to go on with. Redis may be silent for some pools only:
    a Cluster that has lost a node still serves the others.
    """
    first: Exception | None = None
    for item in items:
        try:
            await act(item)
        except StoreUnavailable as silence:
            if silence.store == "postgres":
                raise
            first = first or silence
        except Exception as failure:  # noqa: BLE001  # raised once the others had their turn
            _LOG.exception("failed for %s", _named(item))
            first = first or failure
    if first is not None:
        raise first


def _named(item: object) -> object:
    """By its id: the rest of a row may be somebody's."""
    return item if isinstance(item, str | int | UUID) else getattr(item, "id", type(item).__name__)
