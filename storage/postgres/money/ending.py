"""Ends applications' claims: the money comes free, and slots, open reviews, corrections with it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.rules.line.ranking import RankedClaim
from storage.postgres.core.audit import AuditEntry
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import CLAIM_COLUMNS, HOLD_CLAIMS, ClaimRow, touch_claim
from storage.postgres.money.lock import hold_claim

_END = """
UPDATE applications SET status = 'not_funded', stage = NULL, ended_at = $2, updated_at = $2,
       version = version + 1 WHERE id = ANY($1)
"""
_RELEASE_SLOTS = """
UPDATE entitlements SET released_at = $2 WHERE application_id = ANY($1) AND released_at IS NULL
"""
_RESOLVE_CORRECTIONS = """
UPDATE corrections SET resolved_at = $2 WHERE application_id = ANY($1) AND resolved_at IS NULL
"""
_VOID_REVIEWS = """
UPDATE reviews SET state = 'void' WHERE application_id = ANY($1) AND state = 'open'
"""
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


async def end_claim(
    tx: Tx, application_id: UUID, *, at: datetime, actor_id: UUID | None
) -> tuple[UUID, RankedClaim] | None:
    """Free the claim, release the slots, void open reviews; (pool, claim) to be ranked.

    The caller holds the application's row, sets its status, and enqueues `next_in_turn` after it.
    """
    await _release(tx, [application_id], at)
    held = await hold_claim(tx, application_id, actor_id=actor_id)
    if held is None:
        return None
    pool, claim = held
    changes = {"live": False, "locked_at": None, "granted_fen": None}
    ended = await touch_claim(tx, claim.id, changes, at=at)
    return pool.id, ended.ranked(pool.epoch)


async def end_waiting(
    tx: Tx, ended: Sequence[tuple[UUID, UUID]], *, at: datetime
) -> list[ClaimRow]:
    """End these (application, claim): slots released, reviews void, corrections resolved.

    The claims as they stand then. The caller holds the applications' rows, then the pool's.
    """
    applications = sorted(application_id for application_id, _ in ended)
    await tx.raw.execute(_END, applications, at)
    await _release(tx, applications, at)
    claims = [claim_id for _, claim_id in ended]
    return await list_rows(ClaimRow, _FREE, claims, at, tx=tx)


async def record_ended(tx: Tx, lines: Sequence[AuditEntry]) -> None:
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


async def _release(tx: Tx, application_ids: Sequence[UUID], at: datetime) -> None:
    await tx.raw.execute(_RELEASE_SLOTS, application_ids, at)
    await tx.raw.execute(_VOID_REVIEWS, application_ids)
    await tx.raw.execute(_RESOLVE_CORRECTIONS, application_ids, at)
