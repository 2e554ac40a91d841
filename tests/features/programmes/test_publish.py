"""Publishing: once, again, changed, resized, refused; all of it or nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from tortoise import connections

from models.rules.terms.programme import EditionDefinition
from models.tables.pools import Claim, Pool, PoolLedgerLine
from models.tables.programmes import Edition, Programme, RuleVersion, Track
from models.tables.records import AuditLine
from server.clock import Clock
from server.errors import NotFound
from server.features.programmes.publish import Published, publish_editions
from server.features.programmes.publish_pools import PoolFixed, PoolLimitsBelowLocked
from server.features.programmes.published import (
    definition_of,
    find_edition,
    first_published_on,
    get_edition,
)
from storage.postgres.core.connect import raw_connection
from tests.world.databases import SpareDatabase, postgres_as
from tests.world.shipped import compiled

CLOCK = Clock()


@pytest_asyncio.fixture(loop_scope="session")
async def owner(spare_database: SpareDatabase) -> AsyncIterator[str]:
    """The owner's address of a database without rows."""
    yield spare_database.owner


def demo(**pool: Any) -> EditionDefinition:
    definition = compiled("demo", date(2026, 11, 1))
    return replace(definition, pools=(replace(definition.pools[0], **pool),))


async def publish(*definitions: EditionDefinition) -> list[Published]:
    return await publish_editions(definitions, clock=CLOCK)


async def test_what_is_published_is_read_back_whole(owner: str) -> None:
    async with postgres_as(owner):
        published = (await publish(demo()))[0]
        code = published.edition
        assert (published.number, published.changed) == (1, True)
        assert (await get_edition(code)).definition == demo()
        assert await definition_of(published.version_id) is (await get_edition(code)).definition
        assert await first_published_on(code) == CLOCK.today()
        edition = await get_edition(code)
        assert edition.window.opens_at == demo().edition.opens_at
        assert await Track.filter(edition_id=code).count() == len(demo().tracks)
        assert [pool.budget_fen for pool in await Pool.all()] == [500_000_000]


async def test_unchanged_files_change_nothing(owner: str) -> None:
    async with postgres_as(owner):
        first = (await publish(demo()))[0]
        again = (await publish(demo()))[0]
        assert again == replace(first, changed=False)
        assert await RuleVersion.all().count() == 1
        assert await PoolLedgerLine.all().count() == 1
        assert await AuditLine.all().count() == 1


async def test_a_changed_file_is_a_new_version_and_the_old_one_stays(owner: str) -> None:
    async with postgres_as(owner):
        first = (await publish(demo()))[0]
        changed = replace(demo(), edition=replace(demo().edition, correction_workdays=9))
        second = (await publish(changed))[0]
        assert (second.number, second.resized_pools) == (2, ())
        assert (await get_edition(second.edition)).definition.edition.correction_workdays == 9
        assert await definition_of(first.version_id) == demo()


async def test_a_new_budget_moves_the_pool_and_its_ledger(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        published = (await publish(demo(budget_fen=600_000_000, places=7)))[0]
        pool = await Pool.get(code="copay")
        assert published.resized_pools == (pool.id,)
        assert (pool.budget_fen, pool.places, pool.version) == (600_000_000, 7, 2)
        lines = await PoolLedgerLine.filter(pool_id=pool.id).order_by("id")
        assert [(line.amount_fen, line.places) for line in lines] == [
            (500_000_000, 0),
            (100_000_000, 7),
        ]


async def test_more_money_calls_those_whose_turn_it_brings(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        pool = await Pool.get(code="copay")
        called = "SELECT 1 FROM pgqueuer WHERE entrypoint = 'pool.next_in_turn' AND payload = $1"
        connection = connections.get("default")
        assert not await connection.execute_query_dict(called, [pool.id.bytes])
        await publish(demo(budget_fen=600_000_000))
        assert len(await connection.execute_query_dict(called, [pool.id.bytes])) == 1


async def test_a_budget_set_by_the_authority_outlives_other_changes(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        await Pool.filter(code="copay").update(budget_fen=1_000)
        changed = replace(demo(), edition=replace(demo().edition, correction_workdays=9))
        await publish(changed)
        assert (await Pool.get(code="copay")).budget_fen == 1_000


async def test_a_file_whose_own_budget_changed_wins_and_the_log_says_so(
    owner: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with postgres_as(owner):
        await publish(demo())
        await publish(demo(budget_fen=600_000_000))
        assert caplog.messages == []
        await Pool.filter(code="copay").update(budget_fen=1_000)
        await publish(demo(budget_fen=700_000_000))
        assert (await Pool.get(code="copay")).budget_fen == 700_000_000
    (said,) = caplog.messages
    assert "700000000 fen" in said
    assert "1000 fen" in said


async def test_a_file_with_another_window_opens_a_closed_edition_again(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        now = CLOCK.now()
        await Edition.all().update(closed_at=now, settled_at=now)
        await publish(demo(budget_fen=1))
        assert (await Edition.get()).settled_at == now
        later = demo().edition.closes_at + timedelta(days=1)
        await publish(replace(demo(), edition=replace(demo().edition, closes_at=later)))
        assert ((await Edition.get()).closed_at, (await Edition.get()).settled_at) == (None, None)


async def lock(owner: str, amount_fen: int) -> None:
    connection = await raw_connection(owner)
    await connection.execute(
        "INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places,"
        " live, passed_at, locked_at, granted_fen, version, ranked_version, recorded_epoch,"
        " recorded_revision, state, touched_at, created_at) SELECT gen_random_uuid(),"
        " gen_random_uuid(), id, now(), now(), $1, 1, true, now(), now(), $1, 1, 0, 0, 0, 'locked',"
        " now(), now() FROM pools",
        amount_fen,
    )
    await connection.close()


async def test_a_budget_below_what_is_locked_is_refused(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        await lock(owner, 1_000)
        with pytest.raises(PoolLimitsBelowLocked) as refused:
            await publish(demo(budget_fen=999))
        assert [error.code for error in refused.value.errors] == ["below_locked"]
        assert (await get_edition("sh-shuangtui-2026")).definition == demo()
        await publish(demo(budget_fen=1_000))
        assert (await Pool.get(code="copay")).locked_fen == 1_000


async def test_a_pool_with_a_line_keeps_its_order(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        await publish(demo(order="arrival"))
        assert (await Pool.get(code="copay")).order == "arrival"
        await lock(owner, 1)
        assert await Claim.all().count() == 1
        with pytest.raises(PoolFixed):
            await publish(demo(order="payment"))


async def test_one_refusal_publishes_nothing(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        without = replace(demo(), pools=())
        with pytest.raises(PoolFixed):
            await publish(compiled("2019", date(2026, 11, 1)), without)
        assert await find_edition("sh-shuangtui-2019") is None
        assert await Edition.all().count() == 1
        with pytest.raises(NotFound):
            await get_edition("sh-shuangtui-2019")


async def test_two_at_once_publish_once(owner: str) -> None:
    async with postgres_as(owner):
        both = await asyncio.gather(publish(demo()), publish(demo()))
        assert sorted(published.changed for [published] in both) == [False, True]
        assert await RuleVersion.all().count() == 1
        assert await Programme.all().count() == 1


async def test_a_changed_window_in_the_file_counts_a_kept_one_does_not(owner: str) -> None:
    async with postgres_as(owner):
        await publish(demo())
        by_hand = demo().edition.closes_at + timedelta(days=50)
        await Edition.all().update(closes_at=by_hand)
        await publish(demo(budget_fen=1))
        assert (await get_edition("sh-shuangtui-2026")).window.closes_at == by_hand
        later = demo().edition.closes_at + timedelta(days=1)
        await publish(replace(demo(), edition=replace(demo().edition, closes_at=later)))
        assert (await get_edition("sh-shuangtui-2026")).window.closes_at == later
