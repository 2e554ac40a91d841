"""Makes an approved application payable once nothing is awaited any more."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import next_status
from models.rules.terms.programme import EditionDefinition
from models.tables.applications import Application
from server.features.applications.confirm import awaits_confirmation
from server.features.messages.events.of_payees import PAYEE_NEEDED
from server.features.messages.tell import tell_members
from storage.postgres.applications import write_change, write_values
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.award_lines import write_award
from storage.postgres.money.payees import PAYEE_ID, SUPPLIED

Awaited = Literal["lock", "confirmation", "account", "supplier's account"]

_STATE = f"""
SELECT c.id AS claim_id, c.locked_at, c.granted_fen,
       {PAYEE_ID} AS payee_id, {SUPPLIED} AS supplied
  FROM applications a
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.id = $1
"""


class _State(msgspec.Struct, frozen=True):
    claim_id: UUID | None
    locked_at: datetime | None
    granted_fen: int | None
    payee_id: UUID | None
    supplied: bool | None


async def become_payable(
    tx: Tx, application: Application, definition: EditionDefinition, *, now: datetime
) -> bool:
    """Reduce the award to what is locked; whether the application became payable.

    Open may still be: the lock, the firm's own yes to what its platform filed, a payee account.
    The caller holds the application's row.
    """
    if application.status != "approved":
        return False
    state = await find_row(_State, _STATE, application.id, tx=tx)
    if state is None:
        return False
    await _fix_award(tx, application, state.granted_fen)
    awaited = _awaited(application, definition, state)
    if application.stage != "payout":
        return False
    if awaited == "account":
        await _ask_for_account(tx, application, now)
    if awaited is not None:
        return False
    application.status = next_status("approved", "open_payout") or application.status
    await write_change(tx, application, ["status"], at=now)
    line = AuditEntry(
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


async def what_is_awaited(
    tx: Tx, application: Application, definition: EditionDefinition
) -> Awaited | None:
    """What an approved application waits for before it can be paid; None where nothing is open."""
    state = await find_row(_State, _STATE, application.id, tx=tx)
    return None if state is None else _awaited(application, definition, state)


def _awaited(
    application: Application, definition: EditionDefinition, state: _State
) -> Awaited | None:
    if state.claim_id is not None and state.locked_at is None:
        return "lock"
    if awaits_confirmation(application, definition):
        return "confirmation"
    if state.payee_id is None:
        # A supplier names its account in its own profile.
        return "supplier's account" if state.supplied else "account"
    return None


async def _ask_for_account(tx: Tx, application: Application, now: datetime) -> None:
    """Once."""
    key = f"payee:{application.id}"
    jobs = await tell_members(tx, application.id, PAYEE_NEEDED, key=key, at=now, facts={})
    await enqueue(tx, *jobs)


async def _fix_award(tx: Tx, application: Application, granted_fen: int | None) -> None:
    """The last award may be less than what was asked: what is locked is what will be paid."""
    if granted_fen is None or granted_fen == application.award_fen:
        return
    application.award_fen = granted_fen
    await write_values(tx, application, ["award_fen"])
    await write_award(tx, application.id, granted_fen)
