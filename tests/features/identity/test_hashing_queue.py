"""Before the costly hash stands a short queue: known devices first, nobody with many places."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from server.features.identity.hashing_queue import (
    PER_SOURCE,
    PLACES,
    THREADS,
    HashingBusy,
    HashingQueue,
    Turn,
)
from server.features.identity.login_failures import PER_PAIR
from tests.world.accounts import PASSWORD, add_account, log_in
from tests.world.addresses import calling_from
from tests.world.application import World
from tests.world.installation import until


class Gate:
    """Work that notes its name and waits until it is let through, one at a time."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._open = threading.Semaphore(0)

    def pass_one(self, name: str) -> str:
        self.begun.append(name)
        self._open.acquire()
        return name

    def open(self, count: int = 1) -> None:
        self._open.release(count)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open(1_000)


@pytest.fixture
def queue() -> Iterator[HashingQueue]:
    made = HashingQueue(places=4, per_source=3)
    yield made
    made.close()


def enter(queue: HashingQueue, gate: Gate, name: str, turn: Turn) -> asyncio.Task[str]:
    return asyncio.create_task(queue.run(lambda: gate.pass_one(name), turn))


async def begun(gate: Gate, count: int) -> list[str]:
    async def so_many() -> bool:
        return len(gate.begun) >= count

    await until(so_many, f"{count} have begun")
    return gate.begun


async def test_the_better_rank_goes_first_whenever_it_came(queue: HashingQueue, gate: Gate) -> None:
    tasks = [enter(queue, gate, f"stranger-{n}", Turn(1, f"a{n}")) for n in range(5)]
    await begun(gate, THREADS)
    tasks.append(enter(queue, gate, "known", Turn(0, "device")))
    await asyncio.sleep(0)
    gate.open(1)
    assert (await begun(gate, THREADS + 1))[THREADS] == "known"
    gate.open(10)
    assert len(await asyncio.gather(*tasks)) == 6


async def test_a_full_queue_refuses_and_gives_a_place_to_the_better(
    queue: HashingQueue, gate: Gate
) -> None:
    tasks = [enter(queue, gate, f"stranger-{n}", Turn(1, f"a{n}")) for n in range(THREADS + 4)]
    await begun(gate, THREADS)
    with pytest.raises(HashingBusy) as refused:
        await queue.run(lambda: "late", Turn(1, "late"))
    assert refused.value.retry_after
    known = enter(queue, gate, "known", Turn(0, "device"))
    with pytest.raises(HashingBusy):
        await tasks[-1]
    gate.open(20)
    assert await known == "known"
    assert len(await asyncio.gather(*tasks[:-1])) == THREADS + 3


async def test_one_source_holds_three_places_until_its_threads_are_done(
    queue: HashingQueue, gate: Gate
) -> None:
    tasks = [enter(queue, gate, f"n{n}", Turn(1, "one")) for n in range(3)]
    await begun(gate, THREADS)
    for task in tasks:
        task.cancel()
    assert all(
        isinstance(end, asyncio.CancelledError)
        for end in await asyncio.gather(*tasks, return_exceptions=True)
    )
    # Whoever hangs up leaves the line at once, and the thread when it is done.
    waiting = enter(queue, gate, "again", Turn(1, "one"))
    await asyncio.sleep(0)
    with pytest.raises(HashingBusy):
        await queue.run(lambda: "too many", Turn(1, "one"))
    gate.open(3)
    assert await waiting == "again"
    assert await queue.run(lambda: "free again", Turn(1, "one")) == "free again"


async def test_an_error_of_the_work_is_its_caller_s(queue: HashingQueue) -> None:
    with pytest.raises(ZeroDivisionError):
        await queue.run(lambda: 1 // 0, Turn())
    assert await queue.run(lambda: 1, Turn()) == 1


class GatedHasher:
    """The hasher of the application, which waits at the gate."""

    def __init__(self, hasher: object, gate: Gate) -> None:
        self._hasher, self._gate = hasher, gate

    def verify(self, known_hash: str, password: str) -> bool:
        self._gate.pass_one(password)
        verified: bool = self._hasher.verify(known_hash, password)  # type: ignore[attr-defined]
        return verified


async def test_a_known_device_is_next_during_sixty_wrong_logins_from_elsewhere(
    bare: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_account(bare, "expert-1", "expert")
    device = (await log_in(bare, "expert-1")).ok()["device"]
    monkeypatch.setattr(
        bare.ports.passwords, "hasher", GatedHasher(bare.ports.passwords.hasher, gate)
    )

    async def wrong(number: int) -> int:
        async with calling_from(bare, f"127.0.2.{number + 1}") as stranger:
            body = {"username": f"guess-{number}", "password": f"guess {number}"}
            answer = await stranger.post("/session/staff", body)
            if answer.status == 503:
                assert answer.refused(503, "busy")
                assert int(answer.headers["retry-after"]) > 0
            return answer.status

    storm = [asyncio.create_task(wrong(number)) for number in range(60)]
    refused = 60 - THREADS - PLACES

    async def full() -> bool:
        return sum(one.done() for one in storm) == refused

    await until(full, "the queue is full, the rest is refused")
    right = asyncio.create_task(log_in(bare, "expert-1", device=device))

    async def pushed_out() -> bool:
        return sum(one.done() for one in storm) == refused + 1

    await until(pushed_out, "the known device has taken the last place")
    gate.open(1)
    assert (await begun(gate, THREADS + 1))[THREADS] == PASSWORD
    gate.open(1_000)
    (await right).ok()
    assert sorted(await asyncio.gather(*storm)) == [401] * (59 - refused) + [503] * (refused + 1)


async def test_one_address_cannot_fill_the_queue(
    bare: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_account(bare, "expert-1", "expert")
    monkeypatch.setattr(
        bare.ports.passwords, "hasher", GatedHasher(bare.ports.passwords.hasher, gate)
    )
    storm = [asyncio.create_task(log_in(bare, f"guess-{n}", "guess")) for n in range(60)]

    async def bounded() -> bool:
        return sum(one.done() for one in storm) == 60 - PER_SOURCE

    await until(bounded, "one address holds its places, the rest is refused")
    async with calling_from(bare, "127.0.3.1") as elsewhere:
        body = {"username": "expert-1", "password": PASSWORD}
        right = asyncio.create_task(elsewhere.post("/session/staff", body))
        gate.open(1_000)
        (await right).ok()
    await asyncio.gather(*storm)


async def test_one_session_cannot_fill_the_queue_with_new_passwords(
    bare: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_account(bare, "expert-1", "expert")
    staff = bare.bearing((await log_in(bare, "expert-1")).ok()["token"])
    monkeypatch.setattr(
        bare.ports.passwords, "hasher", GatedHasher(bare.ports.passwords.hasher, gate)
    )
    body = {"old_password": "a guess of the old one", "new_password": "three unrelated words"}
    storm = [asyncio.create_task(staff.post("/session/password", body)) for _ in range(20)]

    async def bounded() -> bool:
        return sum(one.done() for one in storm) == 20 - PER_SOURCE

    await until(bounded, "one session holds its places, the rest is refused")
    gate.open(1_000)
    statuses = sorted([(await one).status for one in storm])
    assert statuses == [422] * PER_SOURCE + [503] * (20 - PER_SOURCE)


async def test_a_locked_account_costs_no_hash(
    bare: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_account(bare, "expert-1", "expert")
    gate.open(1_000)
    monkeypatch.setattr(
        bare.ports.passwords, "hasher", GatedHasher(bare.ports.passwords.hasher, gate)
    )
    for _ in range(PER_PAIR):
        (await log_in(bare, "expert-1", "wrong")).refused(401, "credentials_invalid")
    for _ in range(10):
        (await log_in(bare, "expert-1")).refused(429, "rate_limited")
    assert gate.begun == ["wrong"] * PER_PAIR
