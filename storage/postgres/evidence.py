"""Papers of applications: added, removed, and every view of one recorded."""

from datetime import datetime
from uuid import UUID

from tortoise import connections

from models.tables.evidence import Evidence
from storage.postgres.core.transaction import Tx, postgres_errors

_VIEWED = "INSERT INTO evidence_views (evidence_id, user_id, at) VALUES ($1, $2, $3)"


async def add_evidence(tx: Tx, evidence: Evidence) -> None:
    """Its bytes are in the store already; the caller holds the application."""
    await evidence.save(using_db=tx.connection, force_create=True)


async def remove_evidence(tx: Tx, evidence: Evidence, *, by: UUID, at: datetime) -> None:
    """The row stays, a job deletes the bytes; the caller holds the application."""
    evidence.deleted_at, evidence.deleted_by_id = at, by
    await evidence.save(using_db=tx.connection, update_fields=["deleted_at", "deleted_by_id"])


async def record_view(evidence_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """That the person was given the bytes. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_VIEWED, [evidence_id, user_id, at])
