"""Papers that people hand in with an appeal or an objection."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_LIVING = "deleted_at IS NULL AND state <> 'refused'"
_WHOSE = "num_nonnulls(objection_id, appeal_id) = 1"
_STATE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
)
_GUARDS = f"""
ALTER TABLE attachments
  ADD CONSTRAINT attachments_of_one CHECK ({_WHOSE}),
  ADD CONSTRAINT attachments_state CHECK ({_STATE});
CREATE UNIQUE INDEX attachments_once_an_appeal ON attachments (appeal_id, sha256)
 WHERE {_LIVING};
CREATE UNIQUE INDEX attachments_once_an_objection ON attachments (objection_id, sha256)
 WHERE {_LIVING};
GRANT SELECT, INSERT, UPDATE ON attachments TO shuangtui_app, shuangtui_worker;
REVOKE DELETE, TRUNCATE ON attachments FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0041_pictures")]

    operations = [
        ops.CreateModel(
            name="Attachment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "appeal",
                    fields.ForeignKeyField(
                        "models.Appeal",
                        source_field="appeal_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="papers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "objection",
                    fields.ForeignKeyField(
                        "models.Objection",
                        source_field="objection_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="papers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("size", fields.IntField()),
                ("content_type", fields.CharField(max_length=40)),
                ("sha256", fields.CharField(max_length=64)),
                ("object_name", fields.CharField(max_length=120)),
                ("uploaded_by_id", fields.UUIDField()),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(default="checking", max_length=8)),
                ("fault", fields.CharField(null=True, max_length=20)),
                ("checked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("pages", fields.IntField(null=True)),
            ],
            options={
                "table": "attachments",
                "app": "models",
                "constraints": [
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
                    CheckConstraint(check=_WHOSE, name="attachments_of_one"),
                    CheckConstraint(check=_STATE, name="attachments_state"),
                ],
                "pk_attr": "id",
                "table_description": (
                    "One file, of an appeal or of an objection; looked at as evidence is, and by the same"
                    " words."
                ),
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
