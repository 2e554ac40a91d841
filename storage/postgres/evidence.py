"""Papers of applications: added, removed, and every view of one recorded."""

from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise import connections

from models.tables.evidence import Evidence
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, postgres_errors

_SETTLE = """
UPDATE evidence SET state = CASE WHEN $2::text IS NULL THEN 'checked' ELSE 'refused' END,
       fault = $2, pages = $3, page_sha256 = $4, previews = $5, checked_at = $6,
       payer_account_index = $7
 WHERE id = $1 AND state = 'checking' AND deleted_at IS NULL RETURNING id
"""
_EXPIRE = """
UPDATE evidence SET state = 'expired', fault = NULL, previews = 0
 WHERE application_id = $1 AND state IN ('checking', 'checked') AND deleted_at IS NULL RETURNING id
"""
_WAITS = "UPDATE evidence SET fault = $2 WHERE id = $1 AND state = 'checking'"
_PREVIEWS = "UPDATE evidence SET previews = $2 WHERE id = $1 AND state = 'checked'"
_REPLACE_LOST = """
UPDATE evidence SET deleted_at = $4, deleted_by_id = $5
 WHERE application_id = $1 AND kind = $2 AND sha256 = $3 AND deleted_at IS NULL
   AND (fault = 'lost' OR id = $6)
"""
# Whoever edits a draft holds its row first.
_HOLD_DRAFTS = """
SELECT a.id FROM applications a
 WHERE a.status = 'draft' AND a.submitted_at IS NULL AND EXISTS (
       SELECT FROM evidence v WHERE v.application_id = a.id AND v.uploaded_by_id = $1
          AND v.uploaded_at < $2 AND v.deleted_at IS NULL AND starts_with(v.content_type, $3))
 ORDER BY a.id FOR NO KEY UPDATE
"""
_TAKE_BACK = """
UPDATE evidence SET deleted_at = $4, deleted_by_id = $2
 WHERE application_id = ANY($1) AND uploaded_by_id = $2 AND uploaded_at < $3
   AND deleted_at IS NULL AND starts_with(content_type, $5)
RETURNING id, application_id, kind
"""
_COUNT = """
SELECT (SELECT count(*) FROM evidence WHERE uploaded_by_id = $1 AND deleted_at IS NULL)
     + (SELECT count(*) FROM attachments WHERE uploaded_by_id = $1 AND deleted_at IS NULL)
"""
_VIEWED = "INSERT INTO evidence_views (evidence_id, user_id, at) VALUES ($1, $2, $3)"


async def add_evidence(tx: Tx, evidence: Evidence) -> None:
    """Its bytes are in the store already; the caller holds the application."""
    await evidence.save(using_db=tx.connection, force_create=True)


async def replace_lost(tx: Tx, evidence: Evidence, lost: UUID | None) -> None:
    """A paper of the same bytes whose file was lost gives way to it; before `add_evidence`.

    `lost`: one that was checked before its file was lost, if it is one.
    """
    same = (evidence.application_id, evidence.kind, evidence.sha256)
    who = (evidence.uploaded_at, evidence.uploaded_by_id)
    await tx.raw.execute(_REPLACE_LOST, *same, *who, lost)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a paper that was being checked: refused for `fault`, or taken."""

    evidence_id: UUID
    fault: str | None
    pages: int | None
    page_sha256: str | None
    previews: int
    at: datetime
    payer_account_index: str | None


async def settle_evidence(tx: Tx, settled: Settled) -> bool:
    """False where it is settled already, or removed."""
    return await tx.raw.fetchval(_SETTLE, *astuple(settled)) is not None


async def expire_evidence(tx: Tx, application_id: UUID) -> list[UUID]:
    """Its papers have been kept long enough: their ids. The caller holds the application."""
    return [row["id"] for row in await tx.raw.fetch(_EXPIRE, application_id)]


async def note_waiting(evidence_id: UUID, fault: str) -> None:
    """What its check waits for, to be shown. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_WAITS, [evidence_id, fault])


async def note_previews(evidence_id: UUID, previews: int) -> None:
    """How many pictures lie beside a checked paper now. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_PREVIEWS, [evidence_id, previews])


async def remove_evidence(tx: Tx, evidence: Evidence, *, by: UUID, at: datetime) -> None:
    """The row stays, a job deletes the bytes; the caller holds the application."""
    evidence.deleted_at, evidence.deleted_by_id = at, by
    await evidence.save(using_db=tx.connection, update_fields=["deleted_at", "deleted_by_id"])


class PaperTakenBack(msgspec.Struct, frozen=True):
    """A paper of a draft that went."""

    id: UUID
    application_id: UUID
    kind: str


async def take_back_papers(
    tx: Tx, user_id: UUID, type_prefix: str, *, before: datetime, at: datetime
) -> list[PaperTakenBack]:
    """Those the person put into drafts that were never handed in, which it holds; bytes stay."""
    held = await tx.raw.fetch(_HOLD_DRAFTS, user_id, before, type_prefix)
    drafts = [row["id"] for row in held]
    values = (drafts, user_id, before, at, type_prefix)
    return await list_rows(PaperTakenBack, _TAKE_BACK, *values, tx=tx)


async def count_papers_of(tx: Tx, user_id: UUID) -> int:
    """Papers of the person's that are there, also with appeals and objections."""
    found: int = await tx.raw.fetchval(_COUNT, user_id)
    return found


async def record_view(
    evidence_id: UUID, user_id: UUID, *, at: datetime, tx: Tx | None = None
) -> None:
    """That the person was given the bytes. Raises StoreUnavailable."""
    if tx is not None:
        await tx.raw.execute(_VIEWED, evidence_id, user_id, at)
        return
    with postgres_errors():
        await connections.get("default").execute_query(_VIEWED, [evidence_id, user_id, at])
