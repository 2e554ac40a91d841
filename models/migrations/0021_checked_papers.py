"""A paper is checked before anybody is given it; those of before were looked at when they came."""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_STATE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
)


def _add(name: str, field: fields.Field[Any]) -> ops.AddField:
    return ops.AddField(model_name="Evidence", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("models", "0020_uploads")]

    operations = [
        _add("state", fields.CharField(max_length=8, default="checking", db_default="checked")),
        _add("fault", fields.CharField(max_length=20, null=True)),
        _add("checked_at", fields.DatetimeField(null=True)),
        _add("pages", fields.IntField(null=True)),
        _add("page_sha256", fields.CharField(max_length=64, null=True)),
        _add("previews", fields.IntField(default=0, db_default=0)),
        ops.AddIndex("Evidence", Index(fields=["page_sha256"])),
        ops.AlterModelOptions(
            name="Evidence",
            options={
                "table": "evidence",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "kind", "sha256"),
                        name="evidence_same_bytes_once",
                        condition="deleted_at IS NULL",
                    ),
                    CheckConstraint(check=_STATE, name="evidence_state"),
                ],
                "indexes": [
                    Index(fields=["application_id"]),
                    Index(fields=["sha256"]),
                    Index(fields=["page_sha256"]),
                ],
                "pk_attr": "id",
                "table_description": "One file: `name` is what its owner calls it, `object_name` where its bytes lie.",
            },
        ),
        ops.RunSQL(
            f"ALTER TABLE evidence ADD CONSTRAINT evidence_state CHECK ({_STATE})", reverse_sql=""
        ),
    ]
