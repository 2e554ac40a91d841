"""Applications with what they pin, the payments behind them, and the slots that they take."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import (
    FIRM_NAME,
    PAPER_NUMBER,
    PLACE,
    REGION_CLASS,
    SLOT_KEY,
    TRACK_CODE,
    USCC,
)
from models.tables.char_field import CharField
from models.tables.compared_field import ComparedField
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.platforms import Plan, Platform
from models.tables.programmes import Edition, RuleVersion


class Application(Model):
    """One firm's request in one track of one edition.

    It pins the rule version, the plan version and the price split that it is judged by. `paid_at`,
    `paid_fen`, `payer` and `voucher_no` are those of its first payment; without a `payer` the firm
    itself paid. `*_precision` is `instant` or `day`.
    Of what its platform filed, `confirmed_at` is the firm's yes and `refused_at` its no; `confirm_by`
    is the last day for either, null while the calendar of that year is not published.
    `region_class` and `history` (what the records said it had received before) are as it was judged
    when it was handed in, so that the decision can be worked out again.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = CharField(max_length=32, unique=True)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="applications", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    rule_version: fields.ForeignKeyRelation[RuleVersion] = fields.ForeignKeyField(
        "models.RuleVersion", related_name="applications", on_delete=fields.RESTRICT
    )
    rule_version_id: UUID
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="applications", on_delete=fields.RESTRICT, null=True
    )
    enterprise_id: UUID | None
    platform: fields.ForeignKeyNullableRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="applications", on_delete=fields.RESTRICT, null=True
    )
    platform_id: UUID | None
    plan: fields.ForeignKeyNullableRelation[Plan] = fields.ForeignKeyField(
        "models.Plan", related_name="applications", on_delete=fields.RESTRICT, null=True
    )
    plan_id: UUID | None
    district = CharField(max_length=PLACE)
    status = CharField(max_length=12, default="draft")
    stage = CharField(max_length=12, null=True)
    contract_no = CharField(max_length=PAPER_NUMBER, null=True)
    contract_compared = ComparedField("contract_no", null=True)
    signed_at = fields.DatetimeField(null=True)
    signed_precision = CharField(max_length=8, default="instant")
    paid_at = fields.DatetimeField(null=True)
    paid_precision = CharField(max_length=8, default="instant")
    fee_fen = fields.BigIntField(null=True)
    paid_fen = fields.BigIntField(null=True)
    payer = CharField(max_length=FIRM_NAME, null=True)
    voucher_no = CharField(max_length=PAPER_NUMBER, null=True)
    facts: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)
    region_class = CharField(max_length=REGION_CLASS, null=True)
    history: fields.Field[Any] = fields.JSONField(null=True)
    plan_fee_fen = fields.BigIntField(null=True)
    government_fen = fields.BigIntField(null=True)
    platform_fen = fields.BigIntField(null=True)
    enterprise_fen = fields.BigIntField(null=True)
    award_fen = fields.BigIntField(null=True)
    filed_by = CharField(max_length=12, default="enterprise")
    confirmed_at = fields.DatetimeField(null=True)
    refused_at = fields.DatetimeField(null=True)
    confirm_by = fields.DateField(null=True)
    submitted_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "applications"
        indexes = (
            ("enterprise_id", "created_at"),
            ("platform_id", "stage", "status"),
            ("edition_id", "status"),
            ("contract_compared",),
            ("created_by_id",),
            ("platform_id", "edition_id", "submitted_at"),
            ("platform_id", "refused_at"),
        )
        constraints = (
            UniqueConstraint(
                fields=("enterprise_id", "edition_id", "track"),
                name="applications_one_draft",
                condition="status = 'draft' AND filed_by = 'enterprise'",
            ),
            CheckConstraint(
                check="coalesce(government_fen + platform_fen + enterprise_fen = fee_fen, true)",
                name="applications_split_adds_up",
            ),
        )


class Payment(Model):
    """One receipt of money paid under the contract."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="payments", on_delete=fields.CASCADE
    )
    application_id: UUID
    number = fields.SmallIntField()
    paid_at = fields.DatetimeField()
    precision = CharField(max_length=8)
    amount_fen = fields.BigIntField()
    payer = CharField(max_length=FIRM_NAME, null=True)
    payer_compared = ComparedField("payer", null=True)
    voucher_no = CharField(max_length=PAPER_NUMBER, null=True)
    voucher_compared = ComparedField("voucher_no", null=True)
    evidence_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "payments"
        indexes = (("payer_compared",), ("voucher_compared",))
        constraints = (
            UniqueConstraint(fields=("application_id", "number"), name="payments_number"),
        )


class ApplicationClient(Model):
    """One client on a platform's own claim; `flagged` for the cities that are seen apart."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="clients", on_delete=fields.CASCADE
    )
    application_id: UUID
    number = fields.IntField()
    uscc = CharField(max_length=USCC)
    name = CharField(max_length=FIRM_NAME)
    city = CharField(max_length=PLACE)
    signed_on = fields.DateField()
    contract_no = CharField(max_length=PAPER_NUMBER)
    contract_compared = ComparedField("contract_no", null=True)
    fee_fen = fields.BigIntField()
    flagged = fields.BooleanField(default=False)

    class Meta:
        table = "application_clients"
        indexes = (("contract_compared",),)
        constraints = (
            UniqueConstraint(fields=("application_id", "uscc"), name="application_clients_once"),
            CheckConstraint(check="fee_fen >= 0", name="application_clients_fee"),
        )


class AwardLine(Model):
    """What one funder owes for an application out of one pool (a district may match the city)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="award_lines", on_delete=fields.CASCADE
    )
    application_id: UUID
    funder = CharField(max_length=40)
    pool_id = fields.UUIDField()
    amount_fen = fields.BigIntField()

    class Meta:
        table = "award_lines"
        constraints = (
            UniqueConstraint(
                fields=("application_id", "funder", "pool_id"), name="award_lines_once"
            ),
        )


class Entitlement(Model):
    """A slot that a firm takes under an exclusion, from submission until it is released."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    uscc = CharField(max_length=USCC)
    exclusion = CharField(max_length=SLOT_KEY)
    slot = fields.SmallIntField(default=1)
    application_id = fields.UUIDField()
    taken_at = fields.DatetimeField()
    released_at = fields.DatetimeField(null=True)
    waiver_reason = fields.TextField(null=True)

    class Meta:
        table = "entitlements"
        indexes = (("application_id",),)
        constraints = (
            UniqueConstraint(
                fields=("uscc", "exclusion", "slot"),
                name="entitlements_once",
                condition="released_at IS NULL",
            ),
        )


class Waiver(Model):
    """Append-only: the authority lets a firm take one more slot under an exclusion, with its reason.

    `slot` is the slot that it opens: 2 for the first waiver, and so on.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="waivers", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    uscc = CharField(max_length=USCC)
    exclusion = CharField(max_length=SLOT_KEY)
    slot = fields.SmallIntField()
    reason = fields.TextField()
    granted_by_id: Any = fields.UUIDField()
    granted_at = fields.DatetimeField()

    class Meta:
        table = "waivers"
        constraints = (
            UniqueConstraint(fields=("uscc", "exclusion", "slot"), name="waivers_once"),
            CheckConstraint(check="slot >= 2", name="waivers_slot"),
        )


class Receipt(Model):
    """The signed receipt of a submission or of a correction; never changed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="receipts", on_delete=fields.RESTRICT
    )
    application_id: UUID
    kid = CharField(max_length=32)
    token = fields.TextField()
    issued_at = fields.DatetimeField()

    class Meta:
        table = "receipts"
        indexes = (("application_id", "issued_at"),)


class ReceiptKey(Model):
    """A public key that receipts were signed with; kept for ever."""

    kid = CharField(max_length=32, primary_key=True)
    public_key = fields.BinaryField()
    since_at = fields.DatetimeField()

    class Meta:
        table = "receipt_keys"
