"""Large files that are handed over piece by piece."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# What the row says of the store: a hash for every piece, 2 MiB each, that was received.
_RECEIVED = """
ALTER TABLE uploads
  ADD CONSTRAINT uploads_received CHECK (received BETWEEN 0 AND length AND holds >= 0),
  ADD CONSTRAINT uploads_pieces CHECK (
    octet_length(sha256s) = 32 * (received / 2097152)
    AND (rest_sha256 IS NULL) = (received % 2097152 = 0)
    AND (rest_sha256 IS NULL OR octet_length(rest_sha256) = 32))
"""
_RIGHTS = """
GRANT SELECT, INSERT, UPDATE ON uploads TO shuangtui_app, shuangtui_worker;
GRANT DELETE ON uploads TO shuangtui_worker
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0019_payer")]

    operations = [
        ops.CreateModel(
            name="LargeUpload",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="uploads",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_by_id", fields.UUIDField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("file_name", fields.CharField(max_length=200)),
                ("metadata", fields.CharField(max_length=2000)),
                ("length", fields.BigIntField()),
                ("received", fields.BigIntField(default=0)),
                ("sha256s", fields.BinaryField()),
                ("rest_sha256", fields.BinaryField(null=True)),
                ("holder", fields.UUIDField(null=True)),
                ("holds", fields.IntField(default=0)),
            ],
            options={
                "table": "uploads",
                "app": "models",
                "indexes": [Index(fields=["platform_id"]), Index(fields=["expires_at"])],
                "pk_attr": "id",
                "table_description": "One file: `received` of `length` bytes lie in the store, and it is finished when all do.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_RECEIVED, reverse_sql=""),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
