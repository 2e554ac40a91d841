"""What a confirmed payout means for each application on it: paid and told, or payable again."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.payouts import Payout
from server.edge.web.auth import Identity
from server.features.messages.events.of_applications import PAID
from server.features.messages.events.of_progress import PAYMENT_FAILED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.payouts.schemas import Confirmation
from server.features.payouts.tell_platforms import tell_platforms_failed, tell_platforms_paid
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from storage.postgres.money.payees import SUPPLIED
from storage.postgres.payouts import pay_applications, return_failed_items

_ARRIVAL_WORKDAYS: Final = 3

# In the order of ids, as everybody does who locks several applications.
_HELD: Final = f"""
SELECT a.id, i.amount_fen, l.id AS line_id, l.payee_name, l.account_masked, l.failure,
       a.platform_id, {SUPPLIED} AS supplied
  FROM payout_lines l
  JOIN payout_items i ON i.line_id = l.id AND i.live
  JOIN applications a ON a.id = i.application_id
  LEFT JOIN platforms f ON f.id = a.platform_id
 WHERE l.payout_id = $1 AND l.state = $2 AND a.status = 'payable'
 ORDER BY a.id FOR NO KEY UPDATE OF a
"""


class _Held(msgspec.Struct, frozen=True):
    """An application of a confirmed line, its row locked; `failure`: of the line.

    `supplied`: the money goes to its supplier and comes off the firm's fee.
    """

    id: UUID
    amount_fen: int
    line_id: UUID
    payee_name: str
    account_masked: str
    failure: str | None
    platform_id: UUID | None
    supplied: bool


async def mark_paid(
    tx: Tx, payout: Payout, given: Confirmation, *, by: Identity, now: datetime
) -> list[Job]:
    """Applications of the lines that were paid; the jobs that tell their firms."""
    applications = await list_rows(_Held, _HELD, payout.id, "paid", tx=tx)
    ids = [application.id for application in applications]
    await pay_applications(tx, ids, voucher_no=given.voucher_no, by=by.user_id, at=now)
    about: dict[str, object] = {"payout": str(payout.id), "on": given.paid_on}
    lines = [
        _line(application, "paid", about | {"amount_fen": application.amount_fen}, by, now)
        for application in applications
    ]
    await write_audit(tx, *lines)
    await tell_platforms_paid(
        tx,
        applications,
        paid_on=given.paid_on,
        voucher_no=given.voucher_no,
        arrival_workdays=_ARRIVAL_WORKDAYS,
        at=now,
    )
    return [
        job
        for application in applications
        for job in await tell_members(
            tx,
            application.id,
            PAID,
            key=f"paid:{payout.id}:{application.id}",
            at=now,
            facts={
                "amount_fen": application.amount_fen,
                "paid_on": str(given.paid_on),
                "payee": application.payee_name,
                **_arrives(application),
            },
        )
    ]


def _arrives(application: _Held) -> dict[str, Fact]:
    """Where the firm finds the money: with its supplier, or in its own account."""
    if application.supplied:
        return {"supplier": application.payee_name}
    return {"arrival_workdays": _ARRIVAL_WORKDAYS}


async def return_failed(tx: Tx, payout: Payout, *, by: Identity, now: datetime) -> list[Job]:
    """Applications of the lines that failed stay payable; the jobs that tell their firms."""
    applications = await list_rows(_Held, _HELD, payout.id, "failed", tx=tx)
    await return_failed_items(tx, payout.id)
    about: dict[str, object] = {"payout": str(payout.id)}
    lines = [_line(each, "payout.failed", about, by, now) for each in applications]
    await write_audit(tx, *lines)
    await tell_platforms_failed(tx, applications, at=now)
    return [
        job
        for application in applications
        for job in await tell_members(
            tx,
            application.id,
            PAYMENT_FAILED,
            key=f"failed:{payout.id}:{application.id}",
            at=now,
            facts={
                "amount_fen": application.amount_fen,
                "payee": application.payee_name,
                "reason": application.failure or "",
                **_whose_account(application),
            },
        )
    ]


def _whose_account(application: _Held) -> dict[str, Fact]:
    """Who looks at the account that the bank refused."""
    if application.supplied:
        return {"supplier": application.payee_name}
    return {"account": application.account_masked}


def _line(
    application: _Held, event: str, detail: dict[str, object], by: Identity, now: datetime
) -> AuditEntry:
    """With the reason where the transfer failed."""
    return AuditEntry(
        "application",
        application.id,
        now,
        by.user_id,
        Role.AUTHORITY,
        event,
        detail,
        application.failure,
    )
