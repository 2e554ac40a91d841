"""Makes a payout: payable applications gathered into one line per payee."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from models.tables.ids import new_id
from models.tables.payouts import Payout, PayoutItem, PayoutLine
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.editions.access import Actor, hold_edition
from server.features.payees.waiting import make_waiting_payable
from server.features.payouts.held import reasons_of
from server.features.payouts.payable import Payable, lock_payable
from server.features.payouts.refusals import EverythingHeld, NothingPayable
from server.features.payouts.schemas import NewPayout
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.payouts import save_payout

# What waited only for an account that has been named since.
_WAITING = """
SELECT a.id FROM applications a
 WHERE a.edition_id = $1 AND a.status = 'approved' AND a.stage = 'payout'
   AND ($2::text IS NULL OR a.track = $2) AND ($3::uuid IS NULL OR a.platform_id = $3)
 ORDER BY a.id FOR NO KEY UPDATE OF a
"""


async def make_payout(given: NewPayout, *, by: Identity, clock: Clock) -> UUID:
    """The payout's id; what is held (`payable.py`) stays where it is for the next one.

    An application is on at most one live line: payouts of an edition are made one after another,
    and a unique index enforces it. Raises NotFound (the edition), NothingPayable, EverythingHeld.
    """
    now = clock.now()
    async with transaction() as tx:
        edition = await hold_edition(tx, given.edition, Actor.authority(by))
        scope = (edition.code, given.track, given.platform_id)
        await make_waiting_payable(tx, await list_ids(_WAITING, *scope, tx=tx), now=now)
        found = await lock_payable(tx, *scope)
        payable = [application for application in found if not application.held]
        if not payable:
            raise EverythingHeld(errors=reasons_of(found)) if found else NothingPayable()
        payout = Payout(
            id=new_id(),
            edition_id=edition.code,
            track=given.track,
            platform_id=given.platform_id,
            total_fen=sum(application.amount_fen for application in payable),
            created_by_id=by.user_id,
            created_at=now,
        )
        await save_payout(tx, payout, *_lines(payout, payable))
        await _record(tx, payout, payable, by=by)
        tx.created(payout.id)
    return payout.id


def _lines(payout: Payout, payable: Sequence[Payable]) -> tuple[list[PayoutLine], list[PayoutItem]]:
    """One line per payee, the account copied as it is now; its applications as items."""
    lines, items = [], []
    payees = groupby(payable, lambda row: row.payee_id)
    for number, of_payee in enumerate((list(group) for _, group in payees), 1):
        payee = of_payee[0]
        line = PayoutLine(
            id=new_id(),
            payout_id=payout.id,
            number=number,
            platform_id=payee.platform_id,
            payee_id=payee.payee_id,
            payee_name=payee.payee,
            bank=payee.bank,
            account_cipher=payee.account_cipher,
            account_masked=payee.account_masked,
            amount_fen=sum(application.amount_fen for application in of_payee),
        )
        lines.append(line)
        items += [
            PayoutItem(
                id=new_id(),
                line_id=line.id,
                application_id=application.id,
                amount_fen=application.amount_fen,
            )
            for application in of_payee
        ]
    return lines, items


async def _record(tx: Tx, payout: Payout, payable: Sequence[Payable], *, by: Identity) -> None:
    detail = {"edition": payout.edition_id, "total_fen": payout.total_fen, "of": len(payable)}
    made = AuditEntry(
        "payout", payout.id, payout.created_at, by.user_id, Role.AUTHORITY, "payout.made", detail
    )
    gathered = [
        AuditEntry(
            "application",
            application.id,
            payout.created_at,
            by.user_id,
            Role.AUTHORITY,
            "payout.gathered",
            {"payout": str(payout.id), "amount_fen": application.amount_fen},
        )
        for application in payable
    ]
    await write_audit(tx, made, *gathered)
