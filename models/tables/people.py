"""Who acts: organisations, persons, their grants, sessions and consents."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import (
    EDITION_CODE,
    EMAIL,
    FIRM_NAME,
    PLACE,
    PRIVACY_VERSION,
    PROGRAMME_CODE,
    USERNAME,
)
from models.tables.char_field import CharField
from models.tables.compared_field import ComparedField
from models.tables.ids import new_id


class Organisation(Model):
    """A body that people act for: `kind` is platform, district, auditor, expert, authority, operator."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    kind = CharField(max_length=16)
    name = CharField(max_length=FIRM_NAME)
    name_compared = ComparedField("name", null=True)
    district = CharField(max_length=PLACE, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "organisations"
        indexes = (("kind", "name_compared"),)
        constraints = (UniqueConstraint(fields=("kind", "name"), name="organisations_kind_name"),)


class User(Model):
    """A person: an SME owner known by openid, or a member of staff known by user name.

    `*_cipher` columns are encrypted under the person's own data key, `*_index` are keyed hashes (hex).
    `contact_…`: a number that they typed, which nobody checked; `phone_…` is WeChat's word.
    `password_set_at` is when the present password was given; a first one is good for a time only.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    username = CharField(max_length=USERNAME, null=True, unique=True)
    password_hash = CharField(max_length=200, null=True)
    must_change_password = fields.BooleanField(default=False)
    password_set_at = fields.DatetimeField(null=True)
    totp_cipher = fields.BinaryField(null=True)
    totp_last_step = fields.BigIntField(null=True)
    openid_index = CharField(max_length=64, null=True)
    openid_cipher = fields.BinaryField(null=True)
    unionid_cipher = fields.BinaryField(null=True)
    session_key_cipher = fields.BinaryField(null=True)
    phone_index = CharField(max_length=64, null=True)
    phone_cipher = fields.BinaryField(null=True)
    phone_masked = CharField(max_length=32, null=True)
    contact_cipher = fields.BinaryField(null=True)
    contact_masked = CharField(max_length=32, null=True)
    email_cipher = fields.BinaryField(null=True)
    email_masked = CharField(max_length=EMAIL, null=True)
    created_at = fields.DatetimeField()
    disabled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "users"
        indexes = (("phone_index",),)
        constraints = (UniqueConstraint(fields=("openid_index",), name="users_openid"),)


class PersonKey(Model):
    """One wrapped data key per person; deleting the row makes every cipher of theirs unreadable."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="key", on_delete=fields.CASCADE
    )
    user_id: UUID
    key_id = CharField(max_length=32)
    wrapped = fields.BinaryField()

    class Meta:
        table = "person_keys"


class Grant(Model):
    """A role that a person holds for an organisation within a scope and a time; null scope is all."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="grants", on_delete=fields.RESTRICT
    )
    user_id: UUID
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "models.Organisation", related_name="grants", on_delete=fields.RESTRICT
    )
    organisation_id: UUID
    role = CharField(max_length=16)
    programme_code = CharField(max_length=PROGRAMME_CODE, null=True)
    edition_code = CharField(max_length=EDITION_CODE, null=True)
    district = CharField(max_length=PLACE, null=True)
    valid_from = fields.DatetimeField()
    valid_to = fields.DatetimeField(null=True)

    class Meta:
        table = "grants"
        indexes = (("user_id",),)


class Session(Model):
    """A login; only the SHA-256 (hex) of its token is kept.

    `used_at`: last use of one in a browser's cookie, which ends when nobody uses it; empty for one
    by token. `password_at`: when its person last gave their password in it.
    """

    token_hash = CharField(max_length=64, primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: UUID
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    password_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"
        indexes = (("user_id",),)


class Device(Model):
    """What a member of staff logged in on; only the SHA-256 (hex) of its token is kept."""

    token_hash = CharField(max_length=64, primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="devices", on_delete=fields.CASCADE
    )
    user_id: UUID
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField()

    class Meta:
        table = "devices"
        indexes = (("user_id",),)


class Consent(Model):
    """That a person read and agreed to a version of the privacy text."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="consents", on_delete=fields.CASCADE
    )
    user_id: UUID
    text_version = CharField(max_length=PRIVACY_VERSION)
    at = fields.DatetimeField()

    class Meta:
        table = "consents"
        constraints = (UniqueConstraint(fields=("user_id", "text_version"), name="consents_once"),)


class LoginFailure(Model):
    """A refused staff login, counted per account and per address (both only as keyed hashes).

    One from a known device (`device_hash`, the SHA-256 of its token) counts for that device alone.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    account_index = CharField(max_length=64)
    address_index = CharField(max_length=64)
    device_hash = CharField(max_length=64, null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "login_failures"
        indexes = (("account_index", "at"), ("address_index", "at"), ("device_hash", "at"))


class IdempotencyRecord(Model):
    """A POST that succeeded under an `Idempotency-Key`; a repeat is answered with the same resource."""

    key_hash = CharField(max_length=64, primary_key=True)
    body_hash = CharField(max_length=64)
    status = fields.SmallIntField()
    resource_id: Any = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_records"
        indexes = (("created_at",),)
