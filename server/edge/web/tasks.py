"""Tasks that the application owns: a client that hangs up does not cancel them."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from server.errors import AppError

Result = TypeVar("Result")
_LOG = logging.getLogger(__name__)


def _log_failure(task: asyncio.Task[Any]) -> None:
    if task.cancelled() or (error := task.exception()) is None:
        return
    if isinstance(error, AppError):
        # An answer like any other, only that nobody is there any more to read it.
        _LOG.info("%s was refused (%s) after its client had left", task.get_name(), error.code)
    else:
        _LOG.error("%s failed after its client had left", task.get_name(), exc_info=error)


class OwnedTasks:
    """What must run to its end once begun, such as ranking a claim after its commit."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def _begin(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.get_running_loop().create_task(
            work, name=getattr(work, "__qualname__", None)
        )
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin work that nobody waits for; a failure is logged."""
        self._begin(work).add_done_callback(_log_failure)

    async def shielded(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Await `work`; if the awaiting handler is cancelled, the work itself goes on."""
        task = self._begin(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_log_failure)
            raise

    async def to_the_end(self, work: Coroutine[Any, Any, Result]) -> Result:
        """`shielded`, but a cancelled handler leaves only when `work` is done.

        For work that still needs what the handler holds, such as a received file.
        """
        task = self._begin(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait((task,))
            raise

    async def drain(self, deadline_seconds: float) -> bool:
        """Wait for all tasks, also those begun meanwhile; what outlives the deadline is cancelled.

        True if everything ended by itself.
        """
        loop = asyncio.get_running_loop()
        end_at = loop.time() + deadline_seconds
        while self._running and (left := end_at - loop.time()) > 0:
            await asyncio.wait(self._running, timeout=left)
        abandoned = tuple(self._running)
        for task in abandoned:
            _LOG.error("%s did not end before the shutdown deadline", task.get_name())
            task.cancel()
        if abandoned:
            await asyncio.wait(abandoned, timeout=1)
        return not abandoned
