"""Makes a payout: payable applications gathered into one line per payee."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from models.tables.payouts import Payout, PayoutItem, PayoutLine
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.editions.access import Actor, hold_edition
from server.features.payouts.refusals import NothingPayable
from server.features.payouts.schemas import NewPayout
from server.features.payouts.waiting import make_waiting_payable
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_ids, list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.payees import PAYEE_ID
from storage.postgres.payouts import save_payout

# What waited only for an account that has been named since.
_WAITING = """
SELECT a.id FROM applications a
 WHERE a.edition_id = $1 AND a.status = 'approved' AND a.stage = 'payout'
   AND ($2::text IS NULL OR a.track = $2) AND ($3::uuid IS NULL OR a.platform_id = $3)
 ORDER BY a.id FOR NO KEY UPDATE OF a
"""

# What is locked is what is paid: the granted amount of the claim, or the award without one.
_PAYABLE = f"""
SELECT a.id, coalesce(c.granted_fen, a.award_fen) AS amount_fen,
       CASE WHEN y.organisation_id IS NOT NULL THEN f.id END AS platform_id,
       y.id AS payee_id, y.name, y.bank, y.account_cipher, y.account_masked
  FROM applications a
  LEFT JOIN platforms f ON f.id = a.platform_id
  JOIN payees y ON y.id = {PAYEE_ID}
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.edition_id = $1 AND a.status = 'payable'
   AND ($2::text IS NULL OR a.track = $2) AND ($3::uuid IS NULL OR a.platform_id = $3)
   AND coalesce(c.granted_fen, a.award_fen, 0) > 0
   AND NOT EXISTS (SELECT 1 FROM payout_items i WHERE i.application_id = a.id AND i.live)
 ORDER BY y.name, y.id, a.id FOR NO KEY UPDATE OF a
"""


class _Payable(msgspec.Struct, frozen=True):
    """An application to be paid, its row locked, with the payee and account of this moment."""

    id: UUID
    amount_fen: int
    platform_id: UUID | None
    payee_id: UUID
    name: str
    bank: str
    account_cipher: bytes
    account_masked: str


async def make_payout(given: NewPayout, *, by: Identity, clock: Clock) -> UUID:
    """The payout's id. Raises NotFound (the edition), NothingPayable.

    An application is on at most one live line: payouts of an edition are made one after another,
    and a unique index enforces it.
    """
    now = clock.now()
    async with transaction() as tx:
        edition = await hold_edition(tx, given.edition, Actor.authority(by))
        scope = (edition.code, given.track, given.platform_id)
        await make_waiting_payable(tx, await list_ids(_WAITING, *scope, tx=tx), now=now)
        payable = await list_rows(_Payable, _PAYABLE, *scope, tx=tx)
        if not payable:
            raise NothingPayable()
        payout = Payout(
            id=new_id(),
            edition_id=edition.code,
            track=given.track,
            total_fen=sum(application.amount_fen for application in payable),
            created_by_id=by.user_id,
            created_at=now,
        )
        await save_payout(tx, payout, *_lines(payout, payable))
        await _record(tx, payout, payable, by=by)
        tx.created(payout.id)
    return payout.id


def _lines(
    payout: Payout, payable: Sequence[_Payable]
) -> tuple[list[PayoutLine], list[PayoutItem]]:
    """One line per payee, the account copied as it is now; its applications as items."""
    lines, items = [], []
    for number, (payee_id, group) in enumerate(groupby(payable, lambda row: row.payee_id), 1):
        of_payee = list(group)
        payee = of_payee[0]
        line = PayoutLine(
            id=new_id(),
            payout_id=payout.id,
            number=number,
            platform_id=payee.platform_id,
            payee_id=payee_id,
            payee_name=payee.name,
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


async def _record(tx: Tx, payout: Payout, payable: Sequence[_Payable], *, by: Identity) -> None:
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
