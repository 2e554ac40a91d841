"""SMEs, the people who act for them, and quarrels over who does."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FIRM_NAME, PLACE, SECTOR, USCC
from models.tables.char_field import CharField
from models.tables.compared_field import ComparedField
from models.tables.ids import new_id
from models.tables.people import User


class Enterprise(Model):
    """A firm by its unified social credit code (GB 32100-2015).

    `state`: `filed` (by a platform, nobody has claimed it), `claimed`, `verified`.
    `declared_phone_index` is the contact that a platform, `declared_by_id`, declared: a keyed hash.
    `code_basis`: `standard`; or the check character is wrong and the code was `stated` to be the
    licence's, then `confirmed` by a reviewer who saw it.
    `released_at`: when the last person who acted for it left; what lies before that is shown to who
    takes it up once they are verified.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    uscc = CharField(max_length=USCC, unique=True)
    name = CharField(max_length=FIRM_NAME)
    name_compared = ComparedField("name", null=True)
    district = CharField(max_length=PLACE)
    sector = CharField(max_length=SECTOR)
    employees = fields.IntField()
    annual_revenue_fen = fields.BigIntField()
    registered_on = fields.DateField()
    registered_city = CharField(max_length=PLACE)
    in_service_zone = fields.BooleanField()
    state = CharField(max_length=16)
    code_basis = CharField(max_length=12, default="standard", db_default="standard")
    declared_phone_index = CharField(max_length=64, null=True)
    declared_by_id: Any = fields.UUIDField(null=True)
    verified_at = fields.DatetimeField(null=True)
    verified_by_id: Any = fields.UUIDField(null=True)
    released_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "enterprises"
        indexes = (("declared_phone_index",),)


class EnterpriseMember(Model):
    """A person who acts for a firm: `owner`, `staff`, or `platform` by a platform's grant."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="members", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="memberships", on_delete=fields.RESTRICT
    )
    user_id: UUID
    role = CharField(max_length=8)
    joined_at = fields.DatetimeField()
    left_at = fields.DatetimeField(null=True)

    class Meta:
        table = "enterprise_members"
        indexes = (("user_id",),)
        constraints = (
            UniqueConstraint(
                fields=("enterprise_id", "user_id"),
                name="enterprise_members_once",
                condition="left_at IS NULL",
            ),
        )


class Invitation(Model):
    """A single-use invitation to act for a firm, valid 72 hours; only its hash is kept.

    It opens nothing once it was used, withdrawn or has ended. `role`: `staff`, or `owner`, by which
    who invites hands the firm over.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="invitations", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    token_hash = CharField(max_length=64, unique=True)
    role = CharField(max_length=8, default="staff", db_default="staff")
    invited_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    used_by_id: Any = fields.UUIDField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"
        indexes = (("enterprise_id", "created_at"),)


class Dispute(Model):
    """Somebody says that another person holds their firm; `state`: open, upheld, dismissed.

    `city` and `district` are the firm's when it was raised: whose it is to decide moves with nobody.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="disputes", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    city = CharField(max_length=40)
    district = CharField(max_length=PLACE)
    raised_by_id = fields.UUIDField()
    reason = fields.TextField()
    state = CharField(max_length=12, default="open")
    raised_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    decided_by_id: Any = fields.UUIDField(null=True)
    decision = fields.TextField(null=True)

    class Meta:
        table = "disputes"
        indexes = (("enterprise_id",),)
        constraints = (
            UniqueConstraint(
                fields=("enterprise_id", "raised_by_id"),
                name="disputes_open_once",
                condition="state = 'open'",
            ),
        )
