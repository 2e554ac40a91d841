"""A shared fetch: one at a time, never one from before the question, nobody harmed by another."""

import asyncio
import gc
from contextvars import ContextVar
from typing import Any

import pytest

from server.edge.web.shared_fetch import SharedFetch
from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound

_whose: ContextVar[str] = ContextVar("whose", default="nobody's")


class Store:
    """Answers each key with the number of the fetch; holds each fetch until it is let go."""

    def __init__(self) -> None:
        self.batches: list[frozenset[str]] = []
        self.begun = asyncio.Event()
        self.gates: list[asyncio.Event] = []
        self.error: Exception | None = None
        self.contexts: list[str] = []

    async def __call__(self, keys: frozenset[str]) -> dict[str, tuple[str, int]]:
        self.batches.append(keys)
        self.contexts.append(_whose.get())
        number, gate = len(self.batches), asyncio.Event()
        self.gates.append(gate)
        self.begun.set()
        await gate.wait()
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return {key: (key, number) for key in keys}

    async def fetching(self, number: int) -> None:
        """Waits until that fetch has begun."""
        while len(self.gates) < number:
            self.begun.clear()
            await self.begun.wait()

    def let_go(self, number: int) -> None:
        self.gates[number - 1].set()


def begun(shared: SharedFetch[str, Any], *keys: str) -> asyncio.Task[Any]:
    return asyncio.create_task(shared.ask(*keys))


async def asked_and_sharing() -> tuple[Store, SharedFetch[str, Any], asyncio.Task[Any]]:
    """A store, a shared fetch over it, and a first asker whose fetch is under way."""
    store = Store()
    shared: SharedFetch[str, Any] = SharedFetch(store, OwnedTasks())
    first = begun(shared, "a")
    await store.fetching(1)
    return store, shared, first


async def test_who_asks_meanwhile_shares_the_next_fetch() -> None:
    store, shared, first = await asked_and_sharing()
    late = [begun(shared, "a") for _ in range(50)] + [begun(shared, "b")]
    await asyncio.sleep(0)
    store.let_go(1)
    assert await first == (("a", 1),)
    await store.fetching(2)
    store.let_go(2)
    assert await asyncio.gather(*late) == [(("a", 2),)] * 50 + [(("b", 2),)]
    assert store.batches == [frozenset("a"), frozenset("ab")]


async def test_those_of_one_moment_share_the_first_fetch_too() -> None:
    store = Store()
    shared: SharedFetch[str, Any] = SharedFetch(store, OwnedTasks())
    asked = [begun(shared, "a") for _ in range(20)]
    await store.fetching(1)
    store.let_go(1)
    assert await asyncio.gather(*asked) == [(("a", 1),)] * 20


async def test_nothing_is_kept_for_who_comes_later() -> None:
    store, shared, first = await asked_and_sharing()
    store.let_go(1)
    await first
    again = begun(shared, "a")
    await store.fetching(2)
    store.let_go(2)
    assert await again == (("a", 2),)


async def test_several_keys_come_in_the_order_asked() -> None:
    store, shared, first = await asked_and_sharing()
    late = begun(shared, "c", "a", "b")
    await asyncio.sleep(0)
    store.let_go(1)
    await store.fetching(2)
    store.let_go(2)
    assert [key for key, _ in await late] == ["c", "a", "b"]
    await first


async def test_who_hangs_up_takes_nothing_from_the_others() -> None:
    store, shared, first = await asked_and_sharing()
    leaves, stays = begun(shared, "a"), begun(shared, "a")
    await asyncio.sleep(0)
    first.cancel()
    leaves.cancel()
    await asyncio.sleep(0)
    store.let_go(1)
    await store.fetching(2)
    store.let_go(2)
    assert await stays == (("a", 2),)
    assert first.cancelled()
    assert leaves.cancelled()


async def test_when_all_have_hung_up_nothing_more_is_fetched() -> None:
    store, shared, first = await asked_and_sharing()
    late = [begun(shared, "a") for _ in range(3)]
    await asyncio.sleep(0)
    for one in late:
        one.cancel()
    await asyncio.wait(late)
    store.let_go(1)
    await first
    again = begun(shared, "b")
    await store.fetching(2)
    store.let_go(2)
    assert await again == (("b", 2),)
    assert store.batches == [frozenset("a"), frozenset("b")]


async def test_an_error_is_raised_to_all_of_its_fetch_and_to_nobody_else() -> None:
    store, shared, first = await asked_and_sharing()
    store.error = NotFound()
    late = [begun(shared, "a") for _ in range(3)]
    await asyncio.sleep(0)
    store.let_go(1)
    with pytest.raises(NotFound):
        await first
    await store.fetching(2)
    store.let_go(2)
    assert await asyncio.gather(*late) == [(("a", 2),)] * 3


async def test_an_error_that_nobody_waits_for_is_no_complaint() -> None:
    complaints: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    try:
        store, shared, first = await asked_and_sharing()
        store.error = NotFound()
        first.cancel()
        await asyncio.wait([first])
        store.let_go(1)
        again = begun(shared, "a")
        await store.fetching(2)
        store.let_go(2)
        await again
        del first, again, shared, store
        gc.collect()
        await asyncio.sleep(0)
    finally:
        loop.set_exception_handler(None)
    assert complaints == []


async def test_a_missing_answer_is_an_error_not_a_silence() -> None:
    async def forgets(_: frozenset[str]) -> dict[str, int]:
        return {}

    shared: SharedFetch[str, int] = SharedFetch(forgets, OwnedTasks())
    with pytest.raises(KeyError):
        await shared.ask("a")


async def test_at_shutdown_nobody_waits_for_ever() -> None:
    store, tasks = Store(), OwnedTasks()
    shared: SharedFetch[str, Any] = SharedFetch(store, tasks)
    first = begun(shared, "a")
    await store.fetching(1)
    second = begun(shared, "a")
    await asyncio.sleep(0)
    assert not await tasks.drain(0)
    await asyncio.wait([first, second])
    assert first.cancelled()
    assert second.cancelled()


async def test_a_fetch_belongs_to_no_request() -> None:
    store = Store()
    shared: SharedFetch[str, Any] = SharedFetch(store, OwnedTasks())
    _whose.set("mine")
    asked = begun(shared, "a")
    await store.fetching(1)
    store.let_go(1)
    await asked
    assert store.contexts == ["nobody's"]
