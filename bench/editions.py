"""Editions that hold many claims already: rows by INSERT … SELECT, beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bench.rounds import call_module
from bench.seed import TRACK, plan_of
from bench.stage import Stage, publish
from models.rules.award.copay import split_rates
from models.rules.money import split_fee
from models.rules.terms.programme import EditionDefinition
from storage.postgres.core.connect import raw_connection

_WITHIN_S = 300
# Superuser's own: no triggers, for a million rows that are true by themselves.
_QUICKLY = "SET session_replication_role = replica; SET synchronous_commit = off"
_ID = "lpad(to_hex({offset}::bigint + i), 32, '0')::uuid"
_FIRMS = """
INSERT INTO enterprises (id, uscc, name, district, sector, employees, annual_revenue_fen,
       registered_on, registered_city, in_service_zone, state, version, created_at)
SELECT {id}, 'S' || lpad(({offset}::bigint + i)::text, 17, '0'), 'firm', '浦东新区', '制造业', 50,
       1000000000, current_date, '上海市', false, 'verified', 1, now()
  FROM generate_series(1, $1::bigint) AS i
"""
_APPLICATIONS = """
INSERT INTO applications (id, number, edition_id, track, rule_version_id, enterprise_id, platform_id,
       plan_id, district, status, stage, contract_no, signed_at, signed_precision, paid_at,
       paid_precision, fee_fen, paid_fen, facts, plan_fee_fen, award_fen, filed_by, submitted_at,
       version, created_by_id, created_at, updated_at)
SELECT {id}, 'SEED' || ({offset}::bigint + i), $2, $3, $4, {id}, $5, $6, '浦东新区', 'in_review',
       'endorse', 'S-' || ({offset}::bigint + i), p.at - interval '3 hours', 'instant', p.at,
       'instant', $7, 0, '{{}}', $7, $8, 'enterprise', now(), 3, {id}, now(), now()
  FROM generate_series(1, $1::bigint) AS i,
       LATERAL (SELECT now() - interval '30 days' * (1 - i::float8 / $1) AS at) AS p
"""
_CLAIMS = """
INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
       version, ranked_version, recorded_epoch, recorded_revision, state, state_since_at, told_state,
       touched_at, created_at)
SELECT {id}, {id}, $2, date_trunc('second', p.at), date_trunc('second', p.at) - interval '3 hours',
       $3, 1, true, 1, 1, 1, i, p.state, now(), p.state, now(), now()
  FROM generate_series(1, $1::bigint) AS i,
       LATERAL (SELECT now() - interval '30 days' * (1 - i::float8 / $1) AS at,
                       CASE WHEN i <= $1 / 3 THEN 'funded' ELSE 'waiting' END AS state) AS p
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """An edition with so many live claims, equal amounts, and a budget for a third of them."""

    size: int
    definition: EditionDefinition
    pool_id: UUID


async def filled_editions(stage: Stage, purpose: str, sizes: Sequence[int]) -> list[Filled]:
    """One edition of each size; those that were made for that purpose before stay as they are."""
    plan = await plan_of(stage, stage.definition)
    track = stage.definition.find_track(TRACK)
    if track is None:
        raise LookupError(TRACK)
    award_fen = split_fee(plan["fee_fen"], split_rates(track.award)).government_fen
    found, unranked = [], []
    for size in sizes:
        definition = _definition(stage, f"{purpose}-{size}", size // 3 * award_fen)
        query = "SELECT id FROM pools WHERE edition_id = $1"
        made = not await stage.fetch(query, definition.edition.code)
        if made:
            await publish(stage, [definition])
        (pool,) = await stage.fetch(query, definition.edition.code)
        filled = Filled(size, definition, pool["id"])
        if made:
            await _fill(stage, filled, award_fen)
            unranked.append(str(filled.pool_id))
        found.append(filled)
    if unranked:
        await rebuild_ranking(stage, unranked)
    return found


async def rebuild_ranking(stage: Stage, pools: Sequence[str]) -> dict[str, Any]:
    """As the worker does, in a process of its own; what `bench.rebuild_once` says of it."""
    found: dict[str, Any] = await call_module(
        "bench.rebuild_once", {"pools": pools}, within_s=_WITHIN_S, environ=stage.environ
    )
    return found


def _definition(stage: Stage, name: str, budget_fen: int) -> EditionDefinition:
    base = stage.definition
    (pool,) = base.pools
    edition = replace(base.edition, code=f"{base.edition.code}-{name}")
    return replace(base, edition=edition, pools=(replace(pool, budget_fen=budget_fen),))


async def _fill(stage: Stage, filled: Filled, award_fen: int) -> None:
    plan = await plan_of(stage, filled.definition)
    ((offset,),) = await stage.fetch("SELECT count(*) FROM enterprises")
    text = {"offset": offset, "id": _ID.format(offset=offset)}
    connection = await raw_connection(stage.owner)
    try:
        await connection.execute(_QUICKLY)
        await connection.execute(_FIRMS.format(**text), filled.size)
        await connection.execute(
            _APPLICATIONS.format(**text),
            filled.size,
            filled.definition.edition.code,
            TRACK,
            plan["current_version_id"],
            plan["platform_id"],
            plan["id"],
            plan["fee_fen"],
            award_fen,
        )
        await connection.execute(_CLAIMS.format(**text), filled.size, filled.pool_id, award_fen)
        await connection.execute("VACUUM ANALYZE enterprises, applications, claims")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
