"""Proposed files of programmes: added, held, and decided on once."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.proposals import FileProposal
from storage.postgres.core.transaction import Tx

_DECIDED: Final = ("state", "decided_by_id", "decided_at", "reason", "version_id")


async def add_proposal(tx: Tx, proposal: FileProposal) -> None:
    """The caller has seen, under the lock of publishing, that no other waits for the edition."""
    await proposal.save(using_db=tx.connection, force_create=True)


async def waits_already(tx: Tx, edition: str) -> bool:
    """Whether files of that edition wait for a decision."""
    waiting = FileProposal.filter(edition_code=edition, state="proposed")
    return await waiting.using_db(tx.connection).exists()


async def hold_proposal(tx: Tx, proposal_id: UUID) -> FileProposal:
    """Its row as it is now, locked."""
    query = FileProposal.filter(id=proposal_id).using_db(tx.connection)
    return await query.select_for_update(no_key=True).get()


async def decide_proposal(
    tx: Tx,
    proposal: FileProposal,
    state: str,
    *,
    by: UUID,
    at: datetime,
    reason: str | None = None,
    version_id: UUID | None = None,
) -> None:
    """What became of it; the caller holds the row and has seen that it waits."""
    proposal.state, proposal.version_id = state, version_id
    proposal.reason = reason
    proposal.decided_by_id, proposal.decided_at = by, at
    await proposal.save(using_db=tx.connection, update_fields=_DECIDED)
