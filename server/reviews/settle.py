"""What an approved application still waits for; with nothing left it becomes payable."""

from datetime import datetime
from typing import Any

from models.rules.lifecycle import next_status
from models.rules.programme import EditionDefinition
from models.tables.applications import Application
from storage.postgres.audit import AuditLine, write_audit
from storage.postgres.transaction import Tx

_STATE = """
SELECT c.id AS claim_id, c.locked_at, c.granted_fen,
       EXISTS (SELECT 1 FROM platforms f JOIN payees y ON y.organisation_id = f.organisation_id
                WHERE f.id = $2 AND y.replaced_at IS NULL) AS payee
  FROM (SELECT $1::uuid AS id) a
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
"""


async def settle_approved(
    tx: Tx, application: Application, definition: EditionDefinition, *, now: datetime
) -> bool:
    """Fix the award at what is locked; whether the application became payable.

    Open may still be: the lock, the firm's own yes to what its platform filed, a payee account.
    The caller holds the application's row.
    """
    if application.status != "approved":
        return False
    state = await tx.raw.fetchrow(_STATE, application.id, application.platform_id)
    await _fix_award(tx, application, state)
    locked = state["claim_id"] is None or state["locked_at"] is not None
    waits = awaits_confirmation(application, definition)
    if application.stage != "payout" or not locked or not state["payee"] or waits:
        return False
    application.status = next_status("approved", "open_payout") or application.status
    application.updated_at = now
    application.version += 1
    fields = ["status", "updated_at", "version"]
    await application.save(using_db=tx.connection, update_fields=fields)
    line = AuditLine(
        "application",
        application.id,
        now,
        None,
        "system",
        "payable",
        {"award_fen": application.award_fen},
    )
    await write_audit(tx, line)
    return True


def awaits_confirmation(application: Application, definition: EditionDefinition) -> bool:
    """Whether the firm has still to say yes to what its platform filed in its name."""
    filed = application.filed_by == "platform" and application.confirmed_at is None
    return filed and definition.edition.sme_confirms


async def _fix_award(tx: Tx, application: Application, state: Any) -> None:
    """The last award may be less than what was asked: what is locked is what will be paid."""
    granted_fen = state["granted_fen"]
    if granted_fen is None or granted_fen == application.award_fen:
        return
    application.award_fen = granted_fen
    await application.save(using_db=tx.connection, update_fields=["award_fen"])
    await tx.raw.execute(
        "UPDATE award_lines SET amount_fen = $2 WHERE application_id = $1 AND funder = 'government'",
        application.id,
        granted_fen,
    )
