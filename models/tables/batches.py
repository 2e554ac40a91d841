"""A platform's hand-in of many clients at once: the batch and its rows."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import EDITION_CODE, TRACK_CODE
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.platforms import Platform


class Batch(Model):
    """One manifest with one archive; `state`: queued, checking, importing, done, failed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="batches", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    edition_id = CharField(max_length=EDITION_CODE)
    track = CharField(max_length=TRACK_CODE)
    state = CharField(max_length=12, default="queued")
    manifest_object = CharField(max_length=120)
    manifest_sha256 = CharField(max_length=64)
    archive_object = CharField(max_length=120)
    archive_sha256 = CharField(max_length=64)
    rows = fields.IntField(default=0)
    accepted = fields.IntField(default=0)
    rejected = fields.IntField(default=0)
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "batches"
        constraints = (
            UniqueConstraint(
                fields=("platform_id", "edition_id", "track", "manifest_sha256", "archive_sha256"),
                name="batches_same_once",
            ),
        )


class BatchRow(Model):
    """One row of a manifest and what became of it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    batch: fields.ForeignKeyRelation[Batch] = fields.ForeignKeyField(
        "models.Batch", related_name="row_set", on_delete=fields.CASCADE
    )
    batch_id: UUID
    number = fields.IntField()
    cells: fields.Field[Any] = fields.JSONField()
    state = CharField(max_length=12, default="waiting")
    reasons: fields.Field[Any] = fields.JSONField(null=True)
    application_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "batch_rows"
        constraints = (UniqueConstraint(fields=("batch_id", "number"), name="batch_rows_number"),)
