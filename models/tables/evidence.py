"""Papers that were handed in, and who looked at them."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FILE_NAME, PAPER_KIND
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.ids import new_id


class Evidence(Model):
    """One file: `name` is what its owner calls it, `object_name` where its bytes lie.

    `replaced_by_id`: the page that came in its place at a correction; it stays to be compared.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="evidence", on_delete=fields.CASCADE
    )
    application_id: UUID
    kind = CharField(max_length=PAPER_KIND)
    name = CharField(max_length=FILE_NAME)
    size = fields.IntField()
    content_type = CharField(max_length=40)
    sha256 = CharField(max_length=64)
    object_name = CharField(max_length=120)
    uploaded_by_id = fields.UUIDField()
    uploaded_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)
    deleted_by_id: Any = fields.UUIDField(null=True)
    replaced_by_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "evidence"
        indexes = (("application_id",), ("sha256",))
        constraints = (
            UniqueConstraint(
                fields=("application_id", "kind", "sha256"),
                name="evidence_same_bytes_once",
                condition="deleted_at IS NULL",
            ),
        )


class EvidenceView(Model):
    """That a person was given the bytes of a file; append-only."""

    id = fields.BigIntField(primary_key=True, generated=True)
    evidence_id = fields.UUIDField()
    user_id = fields.UUIDField()
    at = fields.DatetimeField()

    class Meta:
        table = "evidence_views"
        indexes = (("evidence_id",),)
