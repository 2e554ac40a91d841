"""Platform enterprises, the editions they take part in, and their plans."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import (
    ADDRESS,
    CONTACT,
    FIRM_NAME,
    PAPER_NUMBER,
    PLACE,
    PLAN_TEXT,
    PLAN_TITLE,
    PUBLIC_PHONE,
    SUMMARY,
    TRACK_CODE,
    WEBSITE,
)
from models.tables.char_field import CharField
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.programmes import Edition

_CURRENT = "replaced_at IS NULL AND NOT proposed"
# Whatever a program does, nobody verifies an account alone.
_TWO_PERSONS = (
    "state <> 'verified' OR basis IN ('seed', 'paid') OR (basis IS NOT NULL AND reference IS NOT NULL"
    " AND checked_by_id IS NOT NULL AND verified_by_id IS NOT NULL AND checked_by_id <> verified_by_id)"
)


class Platform(Model):
    """A platform enterprise as SMEs see it; `search` holds the bigrams of its texts.

    `enterprise` is the firm that it is: what it applies for itself is that firm's application.
    `phone`, `website` and `address` are for everybody, `contact` is for the authority.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    organisation: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "models.Organisation", related_name="platform", on_delete=fields.RESTRICT
    )
    organisation_id: UUID
    enterprise: fields.OneToOneNullableRelation[Enterprise] = fields.OneToOneField(
        "models.Enterprise", related_name="platform", on_delete=fields.RESTRICT, null=True
    )
    enterprise_id: UUID | None
    name = CharField(max_length=FIRM_NAME)
    summary = CharField(max_length=SUMMARY)
    district = CharField(max_length=PLACE)
    categories: fields.Field[list[str]] = ArrayField(element_type="text", default=list)
    contact = CharField(max_length=CONTACT, null=True)
    phone = CharField(max_length=PUBLIC_PHONE, null=True)
    website = CharField(max_length=WEBSITE, null=True)
    address = CharField(max_length=ADDRESS, null=True)
    search = TSVectorField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "platforms"


class Participation(Model):
    """That a platform takes part in a track of an edition (its funding mode)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="participations", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="participations", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    since_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)
    reason = fields.TextField(null=True)

    class Meta:
        table = "participations"
        indexes = (("edition_id", "platform_id"),)
        constraints = (
            UniqueConstraint(
                fields=("platform_id", "edition_id", "track"),
                name="participations_once",
                condition="withdrawn_at IS NULL",
            ),
        )


class Plan(Model):
    """One version of a plan; a change makes a new row with `supersedes_id`, so pinned prices stay."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="plans", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    title = CharField(max_length=PLAN_TITLE)
    description = CharField(max_length=PLAN_TEXT)
    fee_fen = fields.BigIntField()
    period_months = fields.IntField()
    supersedes_id: Any = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "plans"
        indexes = (("platform_id",),)


class Payee(Model):
    """Where a platform's or a firm's own money goes; exactly one of the two.

    `state`: `unverified` until one person of the authority has `checked` it by the bank's word and
    a second one `verified` it; or `refused`. `basis`: `bank_confirmation`, `test_transfer`, or
    `seed` and `paid` for what was there before. `proposed`: by one person of a platform that has
    several, and no account to pay to until another of them says yes.
    Account data are encrypted under the deployment's own data key.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "models.Organisation", related_name="payees", on_delete=fields.RESTRICT, null=True
    )
    organisation_id: UUID | None
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="payees", on_delete=fields.RESTRICT, null=True
    )
    enterprise_id: UUID | None
    name = CharField(max_length=FIRM_NAME)
    bank = CharField(max_length=FIRM_NAME)
    account_cipher = fields.BinaryField()
    account_masked = CharField(max_length=40)
    created_at = fields.DatetimeField()
    changed_by_id: Any = fields.UUIDField(null=True)
    proposed = fields.BooleanField(default=False, db_default=False)
    confirmed_by_id: Any = fields.UUIDField(null=True)
    state = CharField(max_length=12, default="unverified", db_default="unverified")
    basis = CharField(max_length=20, null=True)
    reference = CharField(max_length=PAPER_NUMBER, null=True)
    checked_at = fields.DatetimeField(null=True)
    checked_by_id: Any = fields.UUIDField(null=True)
    verified_at = fields.DatetimeField(null=True)
    verified_by_id: Any = fields.UUIDField(null=True)
    refused_at = fields.DatetimeField(null=True)
    refused_by_id: Any = fields.UUIDField(null=True)
    refusal = fields.TextField(null=True)
    replaced_at = fields.DatetimeField(null=True)

    class Meta:
        table = "payees"
        constraints = (
            UniqueConstraint(
                fields=("organisation_id",), name="payees_current", condition=_CURRENT
            ),
            UniqueConstraint(fields=("enterprise_id",), name="payees_firm", condition=_CURRENT),
            UniqueConstraint(
                fields=("organisation_id",),
                name="payees_proposed",
                condition="replaced_at IS NULL AND proposed",
            ),
            CheckConstraint(
                check="(state = 'verified') = (verified_at IS NOT NULL)"
                " AND (state = 'refused') = (refused_at IS NOT NULL)",
                name="payees_state",
            ),
            CheckConstraint(check=_TWO_PERSONS, name="payees_two_persons"),
            CheckConstraint(
                check="num_nonnulls(organisation_id, enterprise_id) = 1", name="payees_whose"
            ),
        )
