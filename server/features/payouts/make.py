"""Making a payout: payable applications gathered into one line per payee."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from models.tables.applications import Application
from models.tables.ids import new_id
from models.tables.payouts import Payout, PayoutItem, PayoutLine
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.payouts.access import lock_edition
from server.features.payouts.refusals import NothingPayable
from server.features.payouts.schemas import NewPayout
from server.features.programmes.published import definition_of
from server.features.verdicts.become_payable import settle_approved
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.payees import PAYEE_ID

# What waited only for an account that has been named since.
_ALMOST = """
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


async def make_payout(given: NewPayout, *, by: Identity, clock: Clock) -> UUID:
    """The payout's id. Raises NotFound (the edition), NothingPayable.

    An application is on at most one live line: payouts of an edition are made one after another,
    and a unique index stands behind that.
    """
    now = clock.now()
    async with transaction() as tx:
        edition = await lock_edition(tx, given.edition, by=by)
        scope = (edition.code, given.track, given.platform_id)
        await _settle(tx, scope, now)
        rows = await tx.raw.fetch(_PAYABLE, *scope)
        if not rows:
            raise NothingPayable()
        payout = await Payout.create(
            id=new_id(),
            edition_id=edition.code,
            track=given.track,
            total_fen=sum(row["amount_fen"] for row in rows),
            created_by_id=by.user_id,
            created_at=now,
            using_db=tx.connection,
        )
        await _write_lines(tx, payout, rows)
        await _record(tx, payout, rows, by=by)
        tx.created(payout.id)
    return payout.id


async def _settle(tx: Tx, scope: tuple[str, str | None, UUID | None], now: datetime) -> None:
    for row in await tx.raw.fetch(_ALMOST, *scope):
        application = await Application.get(id=row["id"], using_db=tx.connection)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        await settle_approved(tx, application, definition, now=now)


async def _write_lines(tx: Tx, payout: Payout, rows: Sequence[Any]) -> None:
    """One line per payee, the account copied as it is now."""
    lines, items = [], []
    for number, (payee_id, group) in enumerate(groupby(rows, lambda row: row["payee_id"]), 1):
        of_payee = list(group)
        line = PayoutLine(
            id=new_id(),
            payout_id=payout.id,
            number=number,
            platform_id=of_payee[0]["platform_id"],
            payee_id=payee_id,
            payee_name=of_payee[0]["name"],
            bank=of_payee[0]["bank"],
            account_cipher=of_payee[0]["account_cipher"],
            account_masked=of_payee[0]["account_masked"],
            amount_fen=sum(row["amount_fen"] for row in of_payee),
        )
        lines.append(line)
        items += [
            PayoutItem(
                id=new_id(), line_id=line.id, application_id=row["id"], amount_fen=row["amount_fen"]
            )
            for row in of_payee
        ]
    await PayoutLine.bulk_create(lines, using_db=tx.connection)
    await PayoutItem.bulk_create(items, batch_size=1000, using_db=tx.connection)


async def _record(tx: Tx, payout: Payout, rows: Sequence[Any], *, by: Identity) -> None:
    detail = {"edition": payout.edition_id, "total_fen": payout.total_fen, "of": len(rows)}
    made = AuditLine(
        "payout", payout.id, payout.created_at, by.user_id, Role.AUTHORITY, "payout.made", detail
    )
    gathered = [
        AuditLine(
            "application",
            row["id"],
            payout.created_at,
            by.user_id,
            Role.AUTHORITY,
            "payout.gathered",
            {"payout": str(payout.id), "amount_fen": row["amount_fen"]},
        )
        for row in rows
    ]
    await write_audit(tx, made, *gathered)
