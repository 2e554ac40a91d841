"""The payout as a workbook for the treasury, with full account numbers; each export is recorded."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from models.tables.payouts import Payout, PayoutLine
from models.tables.platforms import Payee
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.features.payouts.access import find_payout, lock_payout
from server.features.payouts.account_now import AccountNow, accounts_now
from server.features.payouts.export import (
    PayoutApplication,
    PayoutHeading,
    PayoutRow,
    payout_workbook,
)
from server.features.payouts.show import LineApplication, applications_by_line
from server.features.platforms.payee_account import open_account
from server.features.programmes.published import get_edition
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import postgres_errors, transaction

_LONGEST_NOTE = 200
_WARNINGS = {
    "changed": "制单后收款账户已变更，请先核实再拨付",
    "refused": "制单后收款账户已被退回，请勿拨付",
    "unverified": "收款账户还没有核实，请先核实再拨付",
}


async def export_payout(
    payout_id: UUID, *, by: Identity, keyring: Keyring, clock: Clock
) -> tuple[str, bytes]:
    """File name and bytes; only for those who may pay. Raises NotFound."""
    payout = await find_payout(payout_id, by=by, roles=(Role.AUTHORITY,))
    heading = await _heading(payout)
    with postgres_errors():
        lines = await PayoutLine.filter(payout_id=payout_id).order_by("number")
        payees = await Payee.in_bulk([line.payee_id for line in lines], "id")
    applications, now = await applications_by_line(payout_id), await accounts_now(lines)
    rows = [
        _row(
            line,
            applications[line.id],
            _account(line, payees[line.payee_id], keyring),
            _note(line, now[line.id]),
        )
        for line in lines
    ]
    async with transaction() as tx:
        await lock_payout(tx, payout_id)
        event = AuditEntry(
            "payout", payout_id, clock.now(), by.user_id, Role.AUTHORITY, "payout.exported"
        )
        await write_audit(tx, event)
    # A thousand lines take half a second: not in the loop that answers everybody else.
    content = await asyncio.to_thread(payout_workbook, rows, heading)
    return f"{heading.reference}.xlsx", content


def reference_of(payout: Payout) -> str:
    """What the payout is called on paper: the day it was made, and the end of its id."""
    day = payout.created_at.astimezone(SHANGHAI)
    return f"P-{day:%Y%m%d}-{payout.id.hex[-6:].upper()}"


async def _heading(payout: Payout) -> PayoutHeading:
    definition = (await get_edition(payout.edition_id)).definition
    return PayoutHeading(
        edition_title=definition.edition.title.zh,
        authority=definition.policy.authority.zh,
        reference=reference_of(payout),
        made_on=payout.created_at.astimezone(SHANGHAI).date(),
    )


def _account(line: PayoutLine, payee: Payee, keyring: Keyring) -> str:
    """As it was copied into the line, whatever became of the payee since."""
    copied = Payee(
        organisation_id=payee.organisation_id,
        enterprise_id=payee.enterprise_id,
        account_cipher=line.account_cipher,
    )
    return open_account(keyring, copied)


def _note(line: PayoutLine, payee_now: AccountNow) -> str:
    if line.failure:
        return f"未成功：{line.failure}"[:_LONGEST_NOTE]
    return _WARNINGS.get(payee_now, "")


def _row(
    line: PayoutLine, applications: Sequence[LineApplication], account: str, note: str
) -> PayoutRow:
    return PayoutRow(
        number=line.number,
        payee=line.payee_name,
        bank=line.bank,
        account=account,
        applications=[
            PayoutApplication(
                application.number,
                application.enterprise or "",
                application.uscc or "",
                application.amount_fen,
            )
            for application in applications
        ],
        note=note,
    )
