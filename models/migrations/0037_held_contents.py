"""Texts and pictures that wait for a person's look before others see them."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

_WHOSE = "num_nonnulls(edition_id, platform_id) = 1"
_STATE = (
    "state IN ('waiting', 'passed', 'refused', 'replaced')"
    " AND (state = 'waiting') = (decided_at IS NULL)"
)
_GUARDS = f"""
ALTER TABLE held_contents
  ADD CONSTRAINT held_contents_whose CHECK ({_WHOSE}),
  ADD CONSTRAINT held_contents_state CHECK ({_STATE});
GRANT SELECT, INSERT, UPDATE ON held_contents TO shuangtui_app, shuangtui_worker
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0036_favourites")]

    operations = [
        ops.CreateModel(
            name="HeldContent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=16)),
                ("subject_id", fields.UUIDField()),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        null=True,
                        db_constraint=True,
                        to_field="code",
                        related_name="held_contents",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="held_contents",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("writer_id", fields.UUIDField()),
                ("texts", fields.JSONField()),
                ("why", fields.CharField(max_length=12)),
                ("found", fields.JSONField()),
                ("state", fields.CharField(default="waiting", max_length=8)),
                ("held_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_by_id", fields.UUIDField(null=True)),
                ("reason", fields.TextField(null=True)),
            ],
            options={
                "table": "held_contents",
                "app": "models",
                "indexes": [Index(fields=["kind", "subject_id"]), Index(fields=["state", "id"])],
                "constraints": [
                    CheckConstraint(check=_WHOSE, name="held_contents_whose"),
                    CheckConstraint(check=_STATE, name="held_contents_state"),
                ],
                "pk_attr": "id",
                "table_description": "What one person wrote in one place, until somebody of the authority has looked at it.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
