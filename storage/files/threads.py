"""Runs blocking calls in a bounded set of threads: a store that hangs cannot pile up work."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from storage.errors import StoreUnavailable

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Threads:
    """At most `count` calls run at once; who waits longer than `patience_seconds` is refused."""

    def __init__(self, count: int, patience_seconds: float) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="files")
        self._free = asyncio.Semaphore(count)
        self._patience_seconds = patience_seconds

    async def run(self, call: Callable[[], T], discard: Callable[[T], object] | None = None) -> T:
        """The result of `call`, made in a thread; raises what it raises.

        A cancelled caller leaves at once. The thread cannot be stopped: it keeps its place until
        it ends; what it then returns goes to `discard`, a failure is logged.
        Raises StoreUnavailable when no thread gets free in time.
        """
        try:
            async with asyncio.timeout(self._patience_seconds):
                await self._free.acquire()
        except TimeoutError as late:
            raise StoreUnavailable("files", "all threads are busy") from late
        try:
            future = asyncio.get_running_loop().run_in_executor(self._executor, call)
        except RuntimeError as closed:
            self._free.release()
            raise StoreUnavailable("files", "closed") from closed
        future.add_done_callback(lambda _: self._free.release())
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            future.add_done_callback(lambda ended: _receive_late(ended, discard))
            raise

    async def close(self) -> None:
        """Drops what has not begun and waits for what has, for as long as its timeouts allow."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(
            None, lambda: self._executor.shutdown(wait=True, cancel_futures=True)
        )


def _receive_late(ended: "asyncio.Future[T]", discard: Callable[[T], object] | None) -> None:
    if ended.cancelled():
        return
    failure = ended.exception()
    if failure is not None:
        _log.info("a call whose caller had gone failed: %s", type(failure).__name__)
    elif discard is not None:
        discard(ended.result())
