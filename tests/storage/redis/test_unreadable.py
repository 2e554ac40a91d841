"""A pool whose sums are of another form counts as missing, so that a rebuild may open it again."""

from uuid import UUID

import pytest

from models.rules.line.ranking import PoolLimits
from storage.redis.inspect import inspect_pool
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import rebuild_pool
from tests.storage.redis.claims import make_claim, money, open_pool, snapshot

NUMBERS = 20 * 8
LEAST, MOST = NUMBERS + 1, NUMBERS + 32 + 1
"""Bytes of sums that can be read: twenty doubles and a text that a zero ends, empty or an id."""


@pytest.mark.parametrize(
    "sums",
    [
        b"",
        b"another form",
        bytes(NUMBERS),
        b"x" * LEAST,
        bytes(LEAST + 1),
        b"x" * MOST,
        b"x" * (MOST + 1),
    ],
    ids=lambda sums: f"{len(sums)} bytes",
)
async def test_it_is_missing_to_every_verb(quota: QuotaRedis, pool_id: UUID, sums: bytes) -> None:
    rows = [make_claim(n) for n in range(3)]
    await open_pool(quota, pool_id, money(1_000), *rows)
    key = quota.keys.pool(pool_id)[0]
    held = len(await quota.client.get(key))
    assert held == LEAST, "what is written is what is taken for readable"

    await quota.client.set(key, sums)
    answer = await quota.apply(pool_id, make_claim(9))
    assert (answer.state, answer.version) == ("pending", 0)
    assert (await quota.report(pool_id)).status == "missing"
    assert await quota.figures(pool_id) is None
    assert await quota.resize(pool_id, PoolLimits(2, 2_000, None)) == "missing"
    assert await quota.rebalance(pool_id) == "missing"
    assert await quota.finish(pool_id, 1, 1) == "incomplete"
    assert not await quota.load(pool_id, 1, 1, rows)
    assert await quota.standings(pool_id, [rows[0].claim_id]) == (None,)
    assert (await inspect_pool(quota, pool_id)).whole

    loaded = await rebuild_pool(
        quota, pool_id, epoch=1, limits=money(1_000), snapshot=lambda: snapshot(rows)
    )
    report = await quota.report(pool_id)
    assert (loaded, report.status, report.epoch, report.claims) == (3, "ready", 1, 3)


async def test_with_a_partial_award_they_are_read(quota: QuotaRedis, pool_id: UUID) -> None:
    rows = [make_claim(n, 100) for n in range(2)]
    limits = money(150, last_award="partial")
    await open_pool(quota, pool_id, limits, *rows)
    assert len(await quota.client.get(quota.keys.pool(pool_id)[0])) == MOST
    answer = await quota.apply(pool_id, rows[1])
    assert (answer.state, answer.granted_fen) == ("funded", 50)


async def test_a_key_of_another_type_is_missing_too(quota: QuotaRedis, pool_id: UUID) -> None:
    rows = [make_claim(n) for n in range(3)]
    await open_pool(quota, pool_id, money(1_000), *rows)
    key = quota.keys.pool(pool_id)[0]
    await quota.client.delete(key)
    await quota.client.rpush(key, "foreign")
    assert (await quota.apply(pool_id, rows[0])).state == "pending"
    assert (await quota.report(pool_id)).status == "missing"
    await open_pool(quota, pool_id, money(1_000), *rows)
    assert (await quota.report(pool_id)).claims == 3
