"""Money on its way: payouts gather payable applications into one line per payee."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FIRM_NAME, PAPER_NUMBER, TRACK_CODE, USCC
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.programmes import Edition


class Payout(Model):
    """One payment order; `state`: open (lines waiting for the treasury), confirmed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="payouts", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE, null=True)
    platform_id: Any = fields.UUIDField(null=True)
    state = CharField(max_length=12, default="open")
    total_fen = fields.BigIntField()
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    confirmed_by_id: Any = fields.UUIDField(null=True)
    confirmed_at = fields.DatetimeField(null=True)
    paid_on = fields.DateField(null=True)
    voucher_no = CharField(max_length=PAPER_NUMBER, null=True)

    class Meta:
        table = "payouts"


class PayoutLine(Model):
    """One transfer to one payee, with the account copied as it was; `state`: open, paid, failed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    payout: fields.ForeignKeyRelation[Payout] = fields.ForeignKeyField(
        "models.Payout", related_name="lines", on_delete=fields.RESTRICT
    )
    payout_id: UUID
    number = fields.IntField()
    platform_id: Any = fields.UUIDField(null=True)
    payee_id = fields.UUIDField()
    payee_name = CharField(max_length=FIRM_NAME)
    bank = CharField(max_length=FIRM_NAME)
    account_cipher = fields.BinaryField()
    account_masked = CharField(max_length=40)
    amount_fen = fields.BigIntField()
    state = CharField(max_length=8, default="open")
    failure = fields.TextField(null=True)

    class Meta:
        table = "payout_lines"
        constraints = (
            UniqueConstraint(fields=("payout_id", "number"), name="payout_lines_number"),
            CheckConstraint(check="amount_fen > 0", name="payout_lines_positive"),
        )


class PayoutItem(Model):
    """One application on a line; an application is on at most one live line."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    line: fields.ForeignKeyRelation[PayoutLine] = fields.ForeignKeyField(
        "models.PayoutLine", related_name="items", on_delete=fields.RESTRICT
    )
    line_id: UUID
    application_id = fields.UUIDField()
    amount_fen = fields.BigIntField()
    live = fields.BooleanField(default=True)

    class Meta:
        table = "payout_items"
        indexes = (("line_id",),)
        constraints = (
            UniqueConstraint(
                fields=("application_id",), name="payout_items_live_once", condition="live"
            ),
        )


class CreditRecord(Model):
    """An entry for the city's public credit platform after a violation (notice, 四(三))."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    uscc = CharField(max_length=USCC)
    application_id: Any = fields.UUIDField(null=True)
    reason = fields.TextField()
    recover_fen = fields.BigIntField(default=0)
    recorded_by_id = fields.UUIDField()
    recorded_at = fields.DatetimeField()
    blocks_until = fields.DatetimeField(null=True)
    lifted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "credit_records"
        indexes = (("uscc",),)
