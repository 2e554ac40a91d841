"""Starts children in the order asked, keeps them running, and stops them in turns."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import groupby

from standalone.embedded.child import Child
from standalone.supervision.journal import Journal
from standalone.supervision.keeper import Keeper

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Made by `supervise`, and given to its body."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._keepers: list[Keeper] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self._hastened = asyncio.Event()
        self._broken: BaseException | None = None

    async def start(self, *children: Child) -> None:
        """Start these together and wait until all serve; from then on they are kept running.

        Raises StartRefused when one of them fails its first start.
        """
        keepers = [Keeper(child, self._journal) for child in children]
        self._keepers += keepers
        attempts = (keeper.start() for keeper in keepers)
        for failure in await asyncio.gather(*attempts, return_exceptions=True):
            if failure is not None:
                raise failure
        for keeper in keepers:
            task = asyncio.create_task(keeper.keep(), name=f"keep {keeper.child.name}")
            task.add_done_callback(self._noticed)
            self._tasks.append(task)

    def request_stop(self) -> None:
        """What a signal does: the first time stop, from the second on hasten."""
        if self._stopping.is_set():
            self._hastened.set()
        self._journal.write("stop.hastened" if self._hastened.is_set() else "stop.requested")
        self._stopping.set()

    async def run(self, body: Callable[["Supervisor"], Awaitable[None]]) -> None:
        """The body, then wait for a request to stop; a request during the body cuts it short."""
        work = asyncio.ensure_future(body(self))
        asked = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((work, asked), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
                await asked
        finally:
            work.cancel()
            asked.cancel()
            await asyncio.gather(work, asked, return_exceptions=True)
        if self._broken is not None:
            raise self._broken

    async def stop(self) -> None:
        """Turn by turn, lowest `stop_turn` first; returns when every child has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        ordered = sorted(self._keepers, key=_turn)
        for _, same_turn in groupby(ordered, key=_turn):
            await asyncio.gather(*(keeper.stop(self._hastened) for keeper in same_turn))

    def _noticed(self, task: asyncio.Task[None]) -> None:
        """A keeper never ends by itself; a fault in it must not leave its child unwatched."""
        if task.cancelled() or self._stopping.is_set():
            return
        self._broken = task.exception() or RuntimeError(f"{task.get_name()} ended by itself")
        self._journal.write("keeper.failed", level="error", error=repr(self._broken))
        self._stopping.set()


async def supervise(body: Callable[[Supervisor], Awaitable[None]], *, journal: Journal) -> None:
    """Run `body`, which starts children, then keep them until SIGINT, SIGTERM or SIGHUP.

    Whatever happens, no child is left when it returns. Call it on the main thread's loop.
    Raises what the body raises, StartRefused among it.
    """
    supervisor = Supervisor(journal)
    with _signals_to(supervisor.request_stop):
        try:
            await supervisor.run(body)
        finally:
            await supervisor.stop()


@contextmanager
def _signals_to(handler: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        loop.add_signal_handler(number, handler)
    try:
        yield
    finally:
        for number in _STOPPING:
            loop.remove_signal_handler(number)


def _turn(keeper: Keeper) -> int:
    return keeper.child.stop_turn
