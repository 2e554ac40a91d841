"""A platform's hand-in of many clients at once: the batch and its rows."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import EDITION_CODE, TRACK_CODE, USCC
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.platforms import Platform


class Batch(Model):
    """One manifest with one archive; `state`: queued, checking, importing, done, failed.

    Or cancelled. `mode`: `valid_rows` or `all_or_nothing`. The files are uploads; without an archive
    its hash is empty. `places`: where the list was found, `problems`: what is to be said of the
    files. `created_by_id`: who handed it in, or resumed it last. `tries`: rounds in a row that began
    and never ended.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="batches", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    edition_id = CharField(max_length=EDITION_CODE)
    track = CharField(max_length=TRACK_CODE)
    mode = CharField(max_length=16, default="valid_rows", db_default="valid_rows")
    state = CharField(max_length=12, default="queued")
    manifest_upload_id: Any = fields.UUIDField(null=True)
    manifest_sha256 = CharField(max_length=64)
    archive_upload_id: Any = fields.UUIDField(null=True)
    archive_sha256 = CharField(max_length=64)
    rows = fields.IntField(default=0)
    places: fields.Field[Any] = fields.JSONField(null=True)
    problems: fields.Field[Any] = fields.JSONField(null=True)
    tries = fields.SmallIntField(default=0, db_default=0)
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    stage_began_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "batches"
        constraints = (
            UniqueConstraint(
                fields=(
                    "platform_id",
                    "edition_id",
                    "track",
                    "mode",
                    "manifest_sha256",
                    "archive_sha256",
                ),
                name="batches_same_once",
            ),
        )


class BatchRow(Model):
    """One row of a manifest and what became of it.

    Its id is that of the application it becomes. `state`: `waiting` until it was checked, `ready` to
    be imported; then `accepted`, `rejected` or `skipped`. `papers`: the files of its firm,
    `reasons`: what is wrong, or worth knowing, by cell.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    batch: fields.ForeignKeyRelation[Batch] = fields.ForeignKeyField(
        "models.Batch", related_name="row_set", on_delete=fields.CASCADE
    )
    batch_id: UUID
    number = fields.IntField()
    uscc = CharField(max_length=USCC, null=True)
    cells: fields.Field[Any] = fields.JSONField()
    papers: fields.Field[Any] = fields.JSONField(null=True)
    state = CharField(max_length=12, default="waiting")
    reasons: fields.Field[Any] = fields.JSONField(null=True)
    application_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "batch_rows"
        indexes = (("batch_id", "state", "number"),)
        constraints = (UniqueConstraint(fields=("batch_id", "number"), name="batch_rows_number"),)
