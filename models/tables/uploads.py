"""Large files that a platform hands over piece by piece, before and while a batch needs them."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.rules.text.limits import FILE_NAME, UPLOAD_METADATA
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.platforms import Platform


class LargeUpload(Model):
    """One file: `received` of `length` bytes lie in the store, and it is finished when all do.

    `sha256s` are those of its whole pieces in order, 32 bytes each, `rest_sha256` that of a last piece
    that is not whole. `holder` names the one request that may write, `metadata` is as its client
    sent it. `holds` counts the batches that need it; without any it ends at `expires_at`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="uploads", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    file_name = CharField(max_length=FILE_NAME)
    metadata = CharField(max_length=UPLOAD_METADATA)
    length = fields.BigIntField()
    received = fields.BigIntField(default=0)
    sha256s = fields.BinaryField()
    rest_sha256 = fields.BinaryField(null=True)
    holder: UUID | None = fields.UUIDField(null=True)
    holds = fields.IntField(default=0)

    class Meta:
        table = "uploads"
        indexes = (("platform_id",), ("expires_at",))
