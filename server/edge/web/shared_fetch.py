"""Coalesces reads: one fetch answers all who asked before it began, so that no answer is stale."""

from asyncio import Future, get_running_loop
from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.edge.web.tasks import OwnedTasks

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Asker(Generic[Key, Value]):
    keys: tuple[Key, ...]
    answer: Future[tuple[Value, ...]]


class SharedFetch(Generic[Key, Value]):
    """Fetches one batch at a time, with all keys that were asked for while the last one was under way.

    However many ask, the store behind `fetch` sees one call at a time; and since nobody is given
    the answer of a fetch that was under way when they came, each sees what was done before. Nothing
    is kept. An asker waits for the rest of one fetch and for one of their own.
    """

    def __init__(
        self, fetch: Callable[[frozenset[Key]], Awaitable[Mapping[Key, Value]]], tasks: OwnedTasks
    ) -> None:
        self._fetch = fetch
        self._tasks = tasks
        self._asked: list[_Asker[Key, Value]] = []
        self._running = False

    async def ask(self, *keys: Key) -> tuple[Value, ...]:
        """The value of each key, by a fetch that begins after this call; raises what it raises."""
        # A future of each asker's own: one that hangs up cancels its own and nobody else's.
        answer: Future[tuple[Value, ...]] = get_running_loop().create_future()
        self._asked.append(_Asker(keys, answer))
        if not self._running:
            self._running = True
            # An empty context: what is fetched for many belongs to no request, and must not see
            # the transaction of the one that happened to come first.
            Context().run(self._tasks.start, self._run())
        return await answer

    async def _run(self) -> None:
        asked: list[_Asker[Key, Value]] = []
        try:
            while self._asked:
                asked, self._asked = self._asked, []
                await self._answer([one for one in asked if not one.answer.done()])
        finally:
            self._running = False
            # Somebody is left only where the process goes down and this task was cancelled.
            for one in (*asked, *self._asked):
                one.answer.cancel()
            self._asked = []

    async def _answer(self, asked: list[_Asker[Key, Value]]) -> None:
        if not asked:
            return
        try:
            found = await self._fetch(frozenset(key for one in asked for key in one.keys))
            answers = [tuple(found[key] for key in one.keys) for one in asked]
        except Exception as error:  # noqa: BLE001  # whatever it is, it is raised to each asker
            for one in asked:
                if not one.answer.done():
                    one.answer.set_exception(error)
            return
        for one, values in zip(asked, answers, strict=True):
            if not one.answer.done():
                one.answer.set_result(values)
