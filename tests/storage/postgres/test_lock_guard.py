"""Locks decided at once: never above the budget, with the guard's CHECK or without it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from models.rules.line.allocation import PoolTerms, allocate
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.rows import as_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money import lock as lock_module
from storage.postgres.money.held_line import Ahead, HeldPool
from storage.postgres.money.lock import PoolOversold, decide_lock
from tests.storage.postgres.lines import NOW, Asked, Line, add_claim, make_line
from tests.world.application import World

AMOUNT, FIT, CLAIMS, AT_ONCE = 100, 7, 24, 6
_CHECK = "pools_locked_within_budget"


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> AsyncIterator[Line]:
    """Money for seven of twenty-four claims."""
    owner = await raw_connection(world.owner)
    terms = PoolTerms(budget_fen=FIT * AMOUNT + 50)
    asked = [Asked(AMOUNT, later=1_790_000_000 + at) for at in range(CLAIMS)]
    made = await make_line(owner, world.edition, terms, asked)
    yield made
    # Without an application, and in a pool that no track knows, they are of no use to others.
    await owner.execute("DELETE FROM claims WHERE pool_id = $1", made.pool_id)
    await owner.execute("DELETE FROM pool_ledger WHERE pool_id = $1", made.pool_id)
    await owner.execute("DELETE FROM pools WHERE id = $1", made.pool_id)
    await owner.close()


@asynccontextmanager
async def without_check(world: World) -> AsyncIterator[None]:
    """The counters move, but nothing stops them at the budget."""
    owner = await raw_connection(world.owner)
    (text,) = await owner.fetch(
        "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = $1", _CHECK
    )
    await owner.execute(f"ALTER TABLE pools DROP CONSTRAINT {_CHECK}")
    try:
        yield
    finally:
        await owner.execute(
            "UPDATE claims SET locked_at = NULL, granted_fen = NULL WHERE pool_id IN"
            " (SELECT id FROM pools WHERE locked_fen > budget_fen)"
        )
        await owner.execute(f"ALTER TABLE pools ADD CONSTRAINT {_CHECK} {text['text']}")
        await owner.close()


async def lock_one(claim_id: UUID) -> int | None:
    async with transaction() as tx:
        decision = await decide_lock(tx, claim_id, at=NOW, actor_id=None)
    return decision.granted_fen


async def lock_all(line: Line) -> list[int | BaseException | None]:
    """Every claim that is there now, several at a time, in an order that is not the line's."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(claim_id: UUID) -> int | None:
        async with gate:
            return await lock_one(claim_id)

    order = line.in_order()
    mixed = [*order[1::2], *reversed(order[::2])]
    return await asyncio.gather(*(one(claim) for claim in mixed), return_exceptions=True)


async def locked_fen(world: World, line: Line) -> int:
    (pool,) = await world.fetch(
        "SELECT p.locked_fen, (SELECT coalesce(sum(granted_fen), 0) FROM claims c"
        " WHERE c.pool_id = p.id)::bigint AS granted FROM pools p WHERE p.id = $1",
        line.pool_id,
    )
    assert pool["locked_fen"] == pool["granted"]
    return int(pool["locked_fen"])


async def test_decisions_at_once_lock_just_the_first(world: World, line: Line) -> None:
    """Whatever the order in which auditors come: those before the line, and no other."""
    await lock_all(line)
    funded = {one.claim_id for one in allocate(line.terms, line.claims.values()) if one.granted_fen}
    rows = await world.fetch(
        "SELECT id FROM claims WHERE pool_id = $1 AND locked_at IS NOT NULL", line.pool_id
    )
    assert {str(row["id"]) for row in rows} == funded
    assert await locked_fen(world, line) == FIT * AMOUNT


async def test_claims_that_come_in_between_are_seen_and_nothing_is_oversold(
    world: World, line: Line
) -> None:
    """By the decision alone: the CHECK under it is taken away."""
    owner = await raw_connection(world.owner)

    async def submit() -> None:
        for number in range(CLAIMS):
            await add_claim(owner, line, Asked(AMOUNT, later=1_780_000_000 - number))

    async with without_check(world):
        await asyncio.gather(lock_all(line), submit())
        assert await locked_fen(world, line) <= FIT * AMOUNT
        await lock_all(line)
        assert await locked_fen(world, line) == FIT * AMOUNT
    await owner.close()


@pytest.fixture
def first_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock test that holds nothing and trusts what it has read of the pool at first."""
    seen: dict[UUID, HeldPool] = {}

    async def read_once(tx: Tx, pool_id: UUID) -> HeldPool:
        if pool_id not in seen:
            row = await tx.raw.fetchrow("SELECT * FROM pools WHERE id = $1", pool_id)
            seen[pool_id] = as_row(HeldPool, row)
        return seen[pool_id]

    async def nobody(_: Tx, __: Any, claim_ids: list[UUID]) -> dict[UUID, Ahead]:
        return dict.fromkeys(claim_ids, Ahead(0, 0))

    monkeypatch.setattr(lock_module, "hold_pool", read_once)
    monkeypatch.setattr(lock_module, "read_ahead", nobody)


@pytest.mark.usefixtures("first_reading")
async def test_a_wrong_lock_test_is_refused_by_the_guard_and_raises_the_alarm(
    world: World, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL, logger="storage.postgres.money.lock"):
        got = await lock_all(line)
    refused = [one for one in got if isinstance(one, PoolOversold)]
    assert len(refused) == CLAIMS - FIT
    assert await locked_fen(world, line) == FIT * AMOUNT
    alarms = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert len(alarms) == len(refused)
    assert str(line.pool_id) in alarms[0].getMessage()


@pytest.mark.usefixtures("first_reading")
async def test_without_guard_and_lock_test_the_same_decisions_oversell(
    world: World, line: Line
) -> None:
    """The negative control: what the two tests above rest on."""
    async with without_check(world):
        got = await lock_all(line)
        assert got.count(AMOUNT) == CLAIMS
        assert await locked_fen(world, line) == CLAIMS * AMOUNT > FIT * AMOUNT + 50
