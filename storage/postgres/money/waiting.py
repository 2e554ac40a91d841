"""Who stands beyond the line of a pool, from its end; and ending them without their money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from storage.postgres.core.audit import AuditLine
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import CLAIM_COLUMNS, HOLD_CLAIMS

# Every prefix sum is the total less what stands behind: however long the line, only its end is
# sorted. A sum that exceeds the room stays above it to the end, so "beyond" is one comparison.
# MATERIALIZED, or the total is added up once for each row of the end.
_WAITING = """
WITH room AS MATERIALIZED (
    SELECT budget_fen - locked_fen AS fen, places - locked_places AS places,
           last_award = 'partial' AS partial, greatest(last_award_min_fen, 1) AS least
      FROM pools WHERE id = $1
), total AS MATERIALIZED (
    SELECT sum(amount_fen) AS fen, sum(places) AS places
      FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
), tail AS (
    SELECT id, application_id, amount_fen, places, later_at, earlier_at, sequence,
           coalesce(sum(amount_fen) OVER behind, 0) AS fen_behind,
           coalesce(sum(places) OVER behind, 0) AS places_behind
      FROM (SELECT * FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
             ORDER BY later_at DESC, earlier_at DESC, sequence DESC LIMIT $2) last
    WINDOW behind AS (ORDER BY later_at DESC, earlier_at DESC, sequence DESC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), line AS (
    SELECT tail.*, total.fen - fen_behind AS fen_through,
           total.places - places_behind AS places_through
      FROM tail, total
)
SELECT application_id, line.id AS claim_id FROM line, room
 WHERE (fen_through > room.fen OR places_through > room.places)
   -- The last award: the first that does not fit gets the rest, if that is enough.
   AND NOT (partial AND coalesce(places_through <= room.places, true)
            AND coalesce(room.fen - (fen_through - amount_fen) >= least, false))
 ORDER BY later_at DESC, earlier_at DESC, sequence DESC
"""

_END = """
UPDATE applications SET status = 'not_funded', stage = NULL, ended_at = $2, updated_at = $2,
       version = version + 1 WHERE id = ANY($1)
"""
_RELEASE = (
    "UPDATE entitlements SET released_at = $2 WHERE application_id = ANY($1)"
    " AND released_at IS NULL",
    "UPDATE corrections SET resolved_at = $2 WHERE application_id = ANY($1)"
    " AND resolved_at IS NULL",
)
_VOID = "UPDATE reviews SET state = 'void' WHERE application_id = ANY($1) AND state = 'open'"
_FREE = f"""
WITH held AS ({HOLD_CLAIMS})
UPDATE claims c SET live = false, version = version + 1, touched_at = $2
  FROM held WHERE c.id = held.id RETURNING {CLAIM_COLUMNS}
"""
_RECORD = """
WITH lines AS (
    SELECT append_audit(kind, subject, at, NULL, role, event, detail) AS id, comment
      FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                  $7::text[]) AS l(kind, subject, at, role, event, detail, comment)
)
INSERT INTO audit_comments (audit_id, text) SELECT id, comment FROM lines WHERE comment <> ''
"""


async def list_waiting(connection: Any, pool_id: UUID, *, most: int) -> list[tuple[UUID, UUID]]:
    """(application, claim) of those beyond the line, the last first, at most `most` of them.

    Exact as of now; to act on it, hold the pool's row before asking. `connection`: Tortoise's.
    """
    rows = await connection.execute_query_dict(_WAITING, [pool_id, most])
    return [(row["application_id"], row["claim_id"]) for row in rows]


async def end_unfunded(
    tx: Tx, ended: Sequence[tuple[UUID, UUID]], *, at: datetime
) -> list[asyncpg.Record]:
    """End these (application, claim): slots released, reviews void, corrections resolved.

    The claims as `CLAIM_COLUMNS`. The caller holds the applications' rows, then the pool's.
    """
    applications = sorted(application_id for application_id, _ in ended)
    await tx.raw.execute(_END, applications, at)
    for statement in _RELEASE:
        await tx.raw.execute(statement, applications, at)
    await tx.raw.execute(_VOID, applications)
    claims = [claim_id for _, claim_id in ended]
    return list(await tx.raw.fetch(_FREE, claims, at))


async def record_ended(tx: Tx, lines: Sequence[AuditLine]) -> None:
    """Append one line with a comment to each of many chains, in one round trip."""
    await tx.raw.execute(
        _RECORD,
        [line.subject_kind for line in lines],
        [line.subject_id for line in lines],
        [line.at for line in lines],
        [line.actor_role for line in lines],
        [line.event for line in lines],
        [line.canonical_detail() for line in lines],
        [line.comment or "" for line in lines],
    )
