"""The queue before the costly hash: short, in order of trust, nobody in it with more than a few."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from models.rules.reasons import Text
from server.errors import AppError

THREADS = 2
PLACES = 32
PER_SOURCE = 8
_RETRY_SECONDS = 5
Result = TypeVar("Result")


class HashingBusy(AppError):
    """More logins at once than are checked within a few seconds; nothing was counted."""

    status, code = 503, "busy"
    title = Text(
        "登录的人较多，请几秒后再试", "Many people are logging in; try again in a few seconds"
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """The lower `rank` goes first; `source` is who holds the place, None for whom nothing bounds."""

    rank: int = 0
    source: str | None = None


@dataclass(eq=False, slots=True)
class _Entry:
    turn: Turn
    number: int
    work: Callable[[], Any]
    outcome: asyncio.Future[Any] = field(repr=False)

    @property
    def place(self) -> tuple[int, int]:
        return self.turn.rank, self.number


class HashingQueue:
    """Two threads at work, so that a flood of logins leaves the rest of the process its time.

    Where all places are taken, whoever comes with a better rank takes the place of the last; the
    other is told to come again. A place is held until its thread is done, also for whoever hung up.
    """

    def __init__(self, places: int = PLACES, per_source: int = PER_SOURCE) -> None:
        self._places, self._per_source = places, per_source
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._numbers = itertools.count()
        self._held: Counter[str] = Counter()
        self._waiting: list[_Entry] = []
        self._working = 0

    async def run(self, work: Callable[[], Result], turn: Turn) -> Result:
        """What `work` gives, run in a thread when its turn comes. Raises HashingBusy."""
        outcome = asyncio.get_running_loop().create_future()
        entry = _Entry(turn, next(self._numbers), work, outcome)
        self._admit(entry)
        try:
            done: Result = await outcome
        except asyncio.CancelledError:
            if entry in self._waiting:
                self._leave(entry)
            raise
        return done

    def close(self) -> None:
        self._threads.shutdown()

    def _admit(self, entry: _Entry) -> None:
        source = entry.turn.source
        if source is not None and self._held[source] >= self._per_source:
            raise HashingBusy(retry_after=_RETRY_SECONDS)
        if len(self._waiting) >= self._places:
            last = max(self._waiting, key=lambda one: one.place)
            if last.turn.rank <= entry.turn.rank:
                raise HashingBusy(retry_after=_RETRY_SECONDS)
            self._leave(last)
            last.outcome.set_exception(HashingBusy(retry_after=_RETRY_SECONDS))
        if source is not None:
            self._held[source] += 1
        self._waiting.append(entry)
        self._start()

    def _start(self) -> None:
        while self._waiting and self._working < THREADS:
            entry = min(self._waiting, key=lambda one: one.place)
            self._waiting.remove(entry)
            self._working += 1
            task = asyncio.get_running_loop().run_in_executor(self._threads, entry.work)
            task.add_done_callback(partial(self._done, entry))

    def _done(self, entry: _Entry, task: asyncio.Future[Any]) -> None:
        self._working -= 1
        self._release(entry)
        error = None if task.cancelled() else task.exception()
        if not entry.outcome.done():
            if error is None:
                entry.outcome.set_result(task.result())
            else:
                entry.outcome.set_exception(error)
        self._start()

    def _leave(self, entry: _Entry) -> None:
        self._waiting.remove(entry)
        self._release(entry)

    def _release(self, entry: _Entry) -> None:
        source = entry.turn.source
        if source is None:
            return
        self._held[source] -= 1
        if not self._held[source]:
            del self._held[source]
