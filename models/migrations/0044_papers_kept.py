"""Papers of appeals and objections are kept as long as evidence; who was given one is recorded."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_LIVING = "deleted_at IS NULL AND state <> 'refused'"
_WHOSE = "num_nonnulls(objection_id, appeal_id) = 1"
_STATE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
    " OR state = 'expired' AND fault IS NULL"
)
_GUARDS = f"""
ALTER TABLE attachments DROP CONSTRAINT attachments_state,
  ADD CONSTRAINT attachments_state CHECK ({_STATE});
REVOKE UPDATE, DELETE, TRUNCATE ON attachment_views FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0043_channels")]

    operations = [
        ops.AlterModelOptions(
            name="Attachment",
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
        ),
        ops.CreateModel(
            name="AttachmentRead",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("attachment_id", fields.UUIDField()),
                ("user_id", fields.UUIDField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attachment_views",
                "app": "models",
                "indexes": [Index(fields=["attachment_id"])],
                "pk_attr": "id",
                "table_description": "That a person was given the bytes of one; append-only.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
