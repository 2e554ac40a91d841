"""The lock decision is the reference's, for one claim and for many that share what was read."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.line.allocation import PoolTerms
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.transaction import Tx
from storage.postgres.money import held_line
from storage.postgres.money.held_line import HeldLine, read_ahead
from storage.postgres.money.lock import decide_lock, hold_pool
from tests.storage.postgres.lines import NOW, Asked, Line, add_claim, lines, make_line, tx_on
from tests.world.application import World

PROBES = st.sampled_from([1, 2, 3, 5, 1_000])


@pytest_asyncio.fixture(loop_scope="session")
async def owner(world: World) -> AsyncIterator[asyncpg.Connection]:
    connection = await raw_connection(world.owner)
    yield connection
    await connection.close()


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets how many rows are looked at first."""
    return lambda given: monkeypatch.setattr(held_line, "PROBE", given)


class _Undo(Exception):
    """Ends a savepoint without a trace."""


async def decide(
    tx: Tx, claim_id: UUID, *, line: HeldLine | None = None, keep: bool = True
) -> int | None:
    """What is granted; undone again unless it is to be kept."""
    try:
        async with tx.raw.transaction():
            decision = await decide_lock(tx, claim_id, at=NOW, actor_id=None, line=line)
            if not keep:
                raise _Undo
    except _Undo:
        pass
    return decision.granted_fen


async def held(tx: Tx, line: Line, claim_ids: list[UUID]) -> HeldLine:
    pool = await hold_pool(tx, line.pool_id)
    return HeldLine(pool, await read_ahead(tx, pool, claim_ids))


@pytest.mark.timeout(900)  # with the many examples of `make prove`
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=lines(), first=PROBES)
async def test_one_decision_is_the_references(
    world: World, owner: asyncpg.Connection, probe: Any, made: Any, first: int
) -> None:
    probe(first)
    begun = owner.transaction()
    await begun.start()
    try:
        line = await make_line(owner, world.edition, *made)
        for claim_id in line.in_order():
            got = await decide(tx_on(owner), claim_id, keep=False)
            assert got == line.grant_of(claim_id)
    finally:
        await begun.rollback()


@pytest.mark.timeout(900)  # with the many examples of `make prove`
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=lines(), first=PROBES, data=st.data())
async def test_many_decisions_on_one_reading_are_the_references(
    world: World,
    owner: asyncpg.Connection,
    probe: Any,
    made: Any,
    first: int,
    data: st.DataObject,
) -> None:
    """In key order or not, some rolled back, some of claims that nobody had foreseen."""
    probe(first)
    begun = owner.transaction()
    await begun.start()
    try:
        tx = tx_on(owner)
        line = await make_line(owner, world.edition, *made)
        unlocked = line.in_order()
        if not unlocked:
            return
        foreseen = data.draw(st.lists(st.sampled_from(unlocked), unique=True))
        known = await held(tx, line, foreseen)
        order = unlocked if data.draw(st.booleans()) else data.draw(st.permutations(unlocked))
        for claim_id in order:
            keep = data.draw(st.integers(0, 3)) > 0
            expected = line.grant_of(claim_id)
            assert await decide(tx, claim_id, line=known, keep=keep) == expected
            if keep and expected is not None:
                line.lock(claim_id, expected)
    finally:
        await begun.rollback()


async def test_what_was_read_serves_all_that_are_locked_whole(
    world: World, owner: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty decisions, one reading; an award cut to the rest ends that."""
    times = 0

    async def counted(*given: Any) -> Any:
        nonlocal times
        times += 1
        return await read_ahead(*given)

    begun = owner.transaction()
    await begun.start()
    try:
        terms = PoolTerms(budget_fen=195, last_award="partial", last_award_min_fen=1)
        line = await make_line(owner, world.edition, terms, [Asked(10) for _ in range(22)])
        order = line.in_order()
        known = await held(tx_on(owner), line, order)
        monkeypatch.setattr("storage.postgres.money.lock.read_ahead", counted)
        grants = [await decide(tx_on(owner), one, line=known) for one in order]
        assert grants == [10] * 19 + [5] + [None] * 2
        assert times == 2, "those behind the cut award were read anew"
    finally:
        await begun.rollback()


async def test_new_claims_count_as_come_after_the_reading(
    world: World, owner: asyncpg.Connection
) -> None:
    """And without a reading that is older than they are, they come first."""
    begun = owner.transaction()
    await begun.start()
    try:
        tx, terms = tx_on(owner), PoolTerms(budget_fen=20)
        line = await make_line(owner, world.edition, terms, [Asked(10), Asked(10)])
        order = line.in_order()
        known = await held(tx, line, order)
        await add_claim(owner, line, Asked(10, later=1, earlier=1))
        assert await decide(tx, order[1], keep=False) is None
        assert await decide(tx, order[0], line=known) == 10
        assert await decide(tx, order[1], line=known) == 10
        locked = await owner.fetchval("SELECT locked_fen FROM pools WHERE id = $1", line.pool_id)
        assert locked == 20
    finally:
        await begun.rollback()


async def test_a_claim_far_behind_the_line_is_not_summed_up_to(
    world: World, owner: asyncpg.Connection
) -> None:
    """Of 3 000 claims before it those are read that tell that the room has ended."""
    begun = owner.transaction()
    await begun.start()
    try:
        line = await make_line(owner, world.edition, PoolTerms(budget_fen=25), [])
        rows = [Asked(10, later=at) for at in range(3_000)]
        for one in rows:
            await add_claim(owner, line, one)
        last = line.in_order()[-1]
        pool = await hold_pool(tx_on(owner), line.pool_id)
        ahead = (await read_ahead(tx_on(owner), pool, [last]))[last]
        assert (ahead.fen, ahead.places) == (10_000, 1_000)
        assert await decide(tx_on(owner), last) is None
    finally:
        await begun.rollback()
