"""Papers that people hand in with an appeal, or with an objection to a public notice."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FILE_NAME
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.notices import Objection
from models.tables.reviews import Appeal

_STATE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
    " OR state = 'expired' AND fault IS NULL"
)

_LIVING = "deleted_at IS NULL AND state <> 'refused'"


class Attachment(Model):
    """One file, of an appeal or of an objection; looked at as evidence is, and by the same words.

    `name` is what its owner calls it, `object_name` where its bytes lie. Nobody is given the bytes of
    one that is not checked.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    appeal: fields.ForeignKeyNullableRelation[Appeal] = fields.ForeignKeyField(
        "models.Appeal", related_name="papers", on_delete=fields.RESTRICT, null=True
    )
    appeal_id: UUID | None
    objection: fields.ForeignKeyNullableRelation[Objection] = fields.ForeignKeyField(
        "models.Objection", related_name="papers", on_delete=fields.RESTRICT, null=True
    )
    objection_id: UUID | None
    name = CharField(max_length=FILE_NAME)
    size = fields.IntField()
    content_type = CharField(max_length=40)
    sha256 = CharField(max_length=64)
    object_name = CharField(max_length=120)
    uploaded_by_id = fields.UUIDField()
    uploaded_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)
    state = CharField(max_length=8, default="checking")
    fault = CharField(max_length=20, null=True)
    checked_at = fields.DatetimeField(null=True)
    pages: Any = fields.IntField(null=True)

    class Meta:
        table = "attachments"
        constraints = (
            UniqueConstraint(
                fields=("appeal_id", "sha256"),
                name="attachments_once_an_appeal",
                condition=_LIVING,
            ),
            UniqueConstraint(
                fields=("objection_id", "sha256"),
                name="attachments_once_an_objection",
                condition=_LIVING,
            ),
            CheckConstraint(
                check="num_nonnulls(objection_id, appeal_id) = 1", name="attachments_of_one"
            ),
            CheckConstraint(check=_STATE, name="attachments_state"),
        )


class AttachmentRead(Model):
    """That a person was given the bytes of one; append-only."""

    id = fields.BigIntField(primary_key=True, generated=True)
    attachment_id = fields.UUIDField()
    user_id = fields.UUIDField()
    at = fields.DatetimeField()

    class Meta:
        table = "attachment_views"
        indexes = (("attachment_id",),)
