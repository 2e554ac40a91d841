"""Papers are kept as long as their edition says; then their bytes go, and the row says so."""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_BEFORE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
)
_STATE = f"{_BEFORE} OR state = 'expired' AND fault IS NULL"


class Migration(migrations.Migration):
    dependencies = [("models", "0025_paper_links")]

    operations = [
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
            "ALTER TABLE evidence DROP CONSTRAINT evidence_state,"
            f" ADD CONSTRAINT evidence_state CHECK ({_STATE})",
            reverse_sql="",
        ),
    ]
