"""Writes of payments: the receipts of money that an application's own values derive from."""

from models.tables.applications import Application, Payment
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_CORRECT = """
UPDATE payments SET paid_at = $2, precision = $3, amount_fen = $4
 WHERE application_id = $1 AND number = 1
"""


async def replace_payment(tx: Tx, application: Application) -> None:
    """The first receipt by the application's particulars; none while they do not say it all."""
    await Payment.filter(application_id=application.id, number=1).using_db(tx.connection).delete()
    if application.paid_at is None or application.paid_fen is None:
        return
    await Payment.create(
        id=new_id(),
        application_id=application.id,
        number=1,
        paid_at=application.paid_at,
        precision=application.paid_precision,
        amount_fen=application.paid_fen,
        payer=application.payer,
        voucher_no=application.voucher_no,
        using_db=tx.connection,
    )


async def correct_payment(tx: Tx, application: Application) -> None:
    """The first receipt, where there is one, by what the papers show."""
    await tx.raw.execute(
        _CORRECT,
        application.id,
        application.paid_at,
        application.paid_precision,
        application.paid_fen,
    )
