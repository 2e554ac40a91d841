"""Two at once on one notice: one is told, nothing happens twice; and what the locks prevent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from models.rules.workdays import FirstKnown
from models.tables.notices import Notice
from server.features.notices import answer as answer_module
from server.features.notices import close as close_module
from server.features.notices import gather as gather_module
from server.features.notices import raise_objection as objection_module
from server.features.notices.raise_objection import raise_objection
from server.features.notices.refusals import NoticeClosed, ObjectionsOpen
from server.features.notices.schemas import NewObjection
from storage.postgres.core.transaction import Tx
from tests.features.notices.ground import (
    LIBRARY,
    EveryWeekday,
    at,
    citizen,
    close,
    day_after,
    edition_with_notice,
    last_day,
    published,
    waiting,
)
from tests.world.application import World

CALENDAR = FirstKnown((LIBRARY, EveryWeekday()))
DISMISSED = {"verdict": "dismissed", "answer": "不属实"}


async def on_notice(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await published(world, edition)
    if notice["provisional"]:
        await world.fetch(
            "UPDATE notices SET provisional = false WHERE id::text = $1", notice["id"]
        )
    return application, notice


async def events(world: World, subject: str) -> list[str]:
    rows = await world.fetch(
        "SELECT event FROM audit WHERE subject_id = $1 ORDER BY seq", UUID(subject)
    )
    return [row["event"] for row in rows]


def together(count: int) -> Callable[[Tx, UUID], Awaitable[Notice]]:
    """Reads a notice without its lock, once so many have come to read it."""
    all_here = asyncio.Barrier(count)

    async def read_only(tx: Tx, notice_id: UUID) -> Notice:
        found = await Notice.get(id=notice_id, using_db=tx.connection)
        async with asyncio.timeout(30):
            await all_here.wait()
        return found

    return read_only


async def object_and_close(world: World, notice: dict[str, Any]) -> list[Any]:
    """Somebody objects in the last minute, while it closes in the first one after."""
    person = await citizen(world)
    raised = raise_objection(
        UUID(notice["id"]),
        NewObjection(reason="最后一分钟"),
        user_id=UUID(person.user["id"]),
        ports=replace(world.ports, clock=at(last_day(notice), 23, 59), calendar=CALENDAR),
    )
    closed = close(world, notice["id"], day_after(notice), calendar=CALENDAR)
    return list(await asyncio.gather(raised, closed, return_exceptions=True))


async def test_a_notice_never_closes_over_an_objection(world: World) -> None:
    for _ in range(3):
        application, notice = await on_notice(world)
        raised, closed = await object_and_close(world, notice)
        passed = "publicity.passed" in await events(world, application["id"])
        if isinstance(raised, UUID):
            assert isinstance(closed, ObjectionsOpen)
            assert not passed
        else:
            assert isinstance(raised, NoticeClosed)
            assert closed is None
            assert passed


async def test_without_the_lock_it_would(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither sees the other; where both are recorded at once, the audit's chain takes one of them."""
    _, notice = await on_notice(world)
    read_only = together(2)
    monkeypatch.setattr(objection_module, "hold_notice", read_only)
    monkeypatch.setattr(close_module, "hold_notice", read_only)
    raised, closed = await object_and_close(world, notice)
    assert not isinstance(raised, NoticeClosed)
    assert not isinstance(closed, ObjectionsOpen)
    assert isinstance(raised, UUID) or closed is None


async def test_two_close_at_once_and_it_closes_once(world: World) -> None:
    application, notice = await on_notice(world)
    one, other = (
        close(world, notice["id"], day_after(notice), calendar=CALENDAR) for _ in range(2)
    )
    await asyncio.gather(one, other)
    assert (await events(world, notice["id"])).count("notice.closed") == 1
    assert (await events(world, application["id"])).count("publicity.passed") == 1


async def test_without_the_lock_it_would_close_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, notice = await on_notice(world)
    monkeypatch.setattr(close_module, "hold_notice", together(2))
    both = [close(world, notice["id"], day_after(notice), calendar=CALENDAR) for _ in range(2)]
    await asyncio.gather(*both, return_exceptions=True)
    assert (await events(world, notice["id"])).count("notice.closed") == 2


async def answered_twice(world: World) -> list[int]:
    _, notice = await on_notice(world)
    person = await citizen(world)
    path = f"/notices/{notice['id']}/objections"
    made = (await person.post(path, {"reason": "有异议"})).ok(201)
    people = [
        await world.staff("authority"),
        await world.staff("authority", programme_code="sh-shuangtui"),
    ]
    path = f"/objections/{made['id']}/answer"
    answers = await asyncio.gather(*(one.post(path, DISMISSED) for one in people))
    return sorted(answer.status for answer in answers)


async def test_of_two_who_answer_one_is_told(world: World) -> None:
    assert await answered_twice(world) == [200, 409]


async def test_without_the_lock_both_would_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_module, "hold_notice", together(2))
    assert await answered_twice(world) != [200, 409]


async def published_twice(world: World) -> list[int]:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    people = [
        await world.staff("authority"),
        await world.staff("authority", programme_code="sh-shuangtui"),
    ]
    body = {"edition": edition, "track": "copay"}
    answers = await asyncio.gather(*(one.post("/notices", body) for one in people))
    return sorted(answer.status for answer in answers)


async def test_of_two_who_publish_one_finds_nothing_left(world: World) -> None:
    for _ in range(3):
        assert await published_twice(world) == [201, 409]


async def test_without_the_rows_the_index_refuses_the_second(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_read = asyncio.Barrier(2)

    async def nobody_waits(tx: Tx, application_ids: list[UUID]) -> None:
        return None

    async def at_the_same_time(*args: Any) -> None:
        async with asyncio.timeout(30):
            await both_read.wait()

    with_rules = gather_module._with_rules

    async def slowly(tx: Tx, row: Any) -> Any:
        await at_the_same_time()
        return await with_rules(tx, row)

    monkeypatch.setattr(gather_module, "hold_applications", nobody_waits)
    monkeypatch.setattr(gather_module, "_with_rules", slowly)
    assert await published_twice(world) == [201, 500]
