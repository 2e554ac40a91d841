"""The same files handed in the other mode are another batch: what was chosen differs."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

_SAME = ("platform_id", "edition_id", "track", "mode", "manifest_sha256", "archive_sha256")


class Migration(migrations.Migration):
    dependencies = [("models", "0026_expired_papers")]

    operations = [
        ops.AlterModelOptions(
            name="Batch",
            options={
                "table": "batches",
                "app": "models",
                "constraints": [UniqueConstraint(fields=_SAME, name="batches_same_once")],
                "pk_attr": "id",
                "table_description": "One manifest with one archive; `state`: queued, checking, importing, done, failed.",
            },
        ),
        ops.RunSQL(
            "ALTER TABLE batches DROP CONSTRAINT batches_same_once,"
            f" ADD CONSTRAINT batches_same_once UNIQUE ({', '.join(_SAME)})",
            reverse_sql="",
        ),
    ]
