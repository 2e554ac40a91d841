"""The lock decision in PostgreSQL where a thousand, a hundred thousand, a million claims wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from uuid import UUID, uuid4

from bench.case import Bench, Found, Table
from bench.stage import Stage
from server.features.verdicts.bulk_chunks import TOGETHER
from storage.postgres.core.connect import close_postgres, open_postgres
from storage.postgres.core.transaction import transaction
from storage.postgres.money.lock import decide_lock, hold_line

AMOUNT_FEN = 1_000_000
_HEADINGS = ("claims", "decided on", "before it", "single p50/p99", "of a bulk of 500, each")
_AT = datetime(2026, 11, 22, tzinfo=UTC)
_BULK = 500
_WITHIN_S = 8.0

# Keys spread over some weeks, in an order that has nothing to do with that of coming in.
_SEED = """
INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
                    version, ranked_version, recorded_epoch, recorded_revision, state, touched_at,
                    created_at)
SELECT gen_random_uuid(), gen_random_uuid(), $1, t, t - interval '3 hours', $3, 1, true, 1, 1, 0, 0,
       'waiting', now(), now()
  FROM (SELECT timestamptz '2026-10-01' + (hashint4(n) & 4194303) * interval '1 second' AS t
          FROM generate_series(1, $2::int) n) s
"""
_POOL = """
INSERT INTO pools (id, edition_id, code, budget_fen, order_by, last_award, last_award_min_fen,
                   locked_fen, locked_places, version, epoch, recorded_epoch, recorded_revision)
SELECT $1, code, $2, $3, 'payment', 'stop', 0, 0, 0, 1, 1, 0, 0 FROM editions LIMIT 1
"""
_FROM_PLACE = """
SELECT id, application_id FROM claims WHERE pool_id = $1
 ORDER BY later_at, earlier_at, sequence OFFSET $2 LIMIT $3
"""
# As the ranking marks and the recorder write them: each leaves a new row, and pages not vacuumed.
_CHANGE = """
UPDATE claims SET version = version + 1, ranked_version = version + 1, state = 'funded'
 WHERE pool_id = $1 AND sequence % 20 = 0
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """Claims from some place in the line on, with their applications, in key order."""

    name: str
    before: int
    claims: Sequence[UUID]
    applications: Sequence[UUID]


class _Undone(Exception):
    """Leaves the line as it was."""


async def measure_lock(bench: Bench) -> list[Found]:
    """Nothing is kept of any decision, so that all see the same line."""
    rows: list[Sequence[str]] = [_HEADINGS]
    times = bench.choose(200, 40)
    await open_postgres(bench.stage.settings.postgres_dsn, pool_size=2)
    try:
        for size in (1_000, 100_000, bench.choose(1_000_000, 200_000)):
            rows += await _measure_size(bench.stage, size, times)
    finally:
        await close_postgres()
    return [Table("Lock decision by the number of live claims; a third is funded", rows)]


async def _measure_size(stage: Stage, size: int, times: int) -> list[Sequence[str]]:
    pool_id = uuid4()
    await stage.fetch(_POOL, pool_id, f"lock-{size}", size // 3 * AMOUNT_FEN)
    await stage.fetch(_SEED, pool_id, size, AMOUNT_FEN)
    await stage.as_superuser("VACUUM ANALYZE claims")
    rows = [
        await _measure(size, await _find(stage, pool_id, name, before), pool_id, times)
        for name, before in _places(size)
    ]
    line = await _find(stage, pool_id, "the line, every 20th changed since", size // 3 - 1)
    await stage.fetch(_CHANGE, pool_id)
    rows.append(await _measure(size, line, pool_id, times))
    await stage.fetch("UPDATE pools SET budget_fen = $2 WHERE id = $1", pool_id, 100 * AMOUNT_FEN)
    late = await _find(stage, pool_id, "far behind, money for 100 is left", size * 9 // 10)
    rows.append(await _measure(size, late, pool_id, times))
    return rows


def _places(size: int) -> list[tuple[str, int]]:
    return [
        ("first in line", 0),
        ("middle of the funded", size // 6),
        ("the line", size // 3 - 1),
        ("far behind the line", size * 9 // 10),
    ]


async def _find(stage: Stage, pool_id: UUID, name: str, before: int) -> _Place:
    rows = await stage.fetch(_FROM_PLACE, pool_id, before, _BULK)
    claims, applications = [row["id"] for row in rows], [row["application_id"] for row in rows]
    return _Place(name, before, claims, applications)


async def _measure(size: int, place: _Place, pool_id: UUID, times: int) -> Sequence[str]:
    await _singles(place, 10)
    single = sorted(await _singles(place, times))
    bulk = await _in_bulk(place, pool_id)
    p50, p99 = single[len(single) // 2], single[min(len(single) - 1, len(single) * 99 // 100)]
    return (
        f"{size:,}",
        place.name,
        f"{place.before:,}",
        f"{p50 * 1000:.2f}/{p99 * 1000:.2f} ms",
        f"{bulk * 1000:.2f} ms",
    )


async def _singles(place: _Place, times: int) -> list[float]:
    """Seconds of each: pool and claim locked, the test, the claim written with its guard.

    Fewer where they take long.
    """
    found: list[float] = []
    while len(found) < times and sum(found) < _WITHIN_S:
        try:
            async with transaction() as tx:
                began = perf_counter()
                await decide_lock(tx, place.claims[0], at=_AT, actor_id=None)
                found.append(perf_counter() - began)
                raise _Undone
        except _Undone:
            continue
    return found


async def _in_bulk(place: _Place, pool_id: UUID) -> float:
    """Seconds per claim where as many share a transaction as do in a bulk."""
    spent = 0.0
    for at in range(0, len(place.claims), TOGETHER):
        together = place.claims[at : at + TOGETHER]
        try:
            async with transaction() as tx:
                began = perf_counter()
                applications = place.applications[at : at + TOGETHER]
                line = await hold_line(tx, pool_id, applications, actor_id=None)
                for claim_id in together:
                    await decide_lock(tx, claim_id, at=_AT, actor_id=None, line=line)
                spent += perf_counter() - began
                raise _Undone
        except _Undone:
            continue
    return spent / len(place.claims)
