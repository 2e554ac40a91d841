"""Who stands beyond the line, as the database finds it: the same as the reference, from the end."""

from contextlib import suppress
from random import Random
from uuid import UUID, uuid4

import pytest

from models.rules.line.allocation import LastAward, LiveClaim, PoolTerms, allocate
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.waiting import list_waiting
from tests.world.application import World

_CLAIM = """
INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
                    version, ranked_version, recorded_epoch, recorded_revision, state, passed_at,
                    locked_at, granted_fen, touched_at, created_at)
VALUES ($1, $1, $2, to_timestamp($3), to_timestamp($3), $4, $5, $6, 1, 1, 0, 0, 'pending',
        to_timestamp(1), CASE WHEN $7 THEN to_timestamp(1) END, CASE WHEN $7 THEN $8::bigint END,
        now(), now())
"""
Seeded = tuple[LiveClaim, bool]
"""A claim, and whether it is live."""


class _RolledBack(Exception):
    """Ends the transaction without leaving anything."""


def some_terms(random: Random) -> PoolTerms:
    budget_fen = random.choice([None, 0, random.randint(1, 300)])
    places = random.randint(0, 12) if budget_fen is None else random.choice([None, 3, 9])
    last_award: LastAward = random.choice(["stop", "partial"])
    return PoolTerms(budget_fen, places, last_award, random.choice([0, 1, 20]))


def some_claims(random: Random, terms: PoolTerms) -> list[Seeded]:
    """Each asks for something, perhaps nothing; a few are locked as far as the pool holds them."""
    fen, places = terms.budget_fen, terms.places
    claims = []
    for second in random.sample(range(1, 1000), random.randint(0, 14)):
        amount, wanted = random.choice([0, random.randint(1, 60)]), random.choice([1, 1, 0, 2])
        granted = random.choice([amount, amount // 2])
        fits = (fen is None or granted <= fen) and (places is None or wanted <= places)
        locked = fits and random.random() < 0.25
        if locked:
            fen = None if fen is None else fen - granted
            places = None if places is None else places - wanted
        claim = LiveClaim(
            str(uuid4()), f"{second:04d}", amount, wanted, locked, granted if locked else None
        )
        claims.append((claim, locked or random.random() < 0.9))
    return claims


async def store(tx: Tx, pool_id: UUID, terms: PoolTerms, claims: list[Seeded]) -> None:
    await tx.raw.execute(
        "UPDATE pools SET budget_fen = $2, places = $3 WHERE id = $1",
        pool_id,
        terms.budget_fen,
        terms.places,
    )
    for claim, live in claims:
        await tx.raw.execute(
            _CLAIM,
            UUID(claim.claim_id),
            pool_id,
            int(claim.key),
            claim.amount_fen,
            claim.places,
            live,
            claim.locked,
            claim.granted_fen,
        )


async def beyond(
    pool_id: UUID, terms: PoolTerms, claims: list[Seeded]
) -> tuple[list[str], list[str]]:
    """All that wait, and the last two of them; nothing of it stays."""
    with suppress(_RolledBack):
        async with transaction() as tx:
            await store(tx, pool_id, terms, claims)
            whole = await list_waiting(pool_id, most=100, tx=tx)
            last = await list_waiting(pool_id, most=2, tx=tx)
            raise _RolledBack
    return [str(one) for _, one in whole], [str(one) for _, one in last]


def expected(terms: PoolTerms, claims: list[Seeded]) -> list[str]:
    waiting = [
        one.claim_id
        for one in allocate(terms, (claim for claim, live in claims if live))
        if one.state == "waiting"
    ]
    return waiting[::-1]


@pytest.mark.parametrize("last_award", ["stop", "partial"])
async def test_any_line_ends_where_the_reference_says(world: World, last_award: LastAward) -> None:
    edition = await world.publish(last_award=last_award, last_award_min_fen=5)
    (pool,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    waited = ended_nowhere = 0
    for seed in range(150):
        random = Random(seed)
        drawn = some_terms(random)
        terms = PoolTerms(drawn.budget_fen, drawn.places, last_award, 5)
        claims = some_claims(random, terms)
        found, last = await beyond(pool["id"], terms, claims)
        assert found == expected(terms, claims), (seed, terms, claims)
        assert last == found[:2]
        waited += len(found) > 1
        ended_nowhere += not found
    assert waited > 30
    assert ended_nowhere > 20
