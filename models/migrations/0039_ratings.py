"""How content a firm was with its platform, told once for an application; the platform's answer."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

_STARS = "stars BETWEEN 1 AND 5"
_ANSWERED = "(answer IS NULL) = (answered_at IS NULL)"
_GUARDS = f"""
ALTER TABLE ratings
  ADD CONSTRAINT ratings_stars CHECK ({_STARS}),
  ADD CONSTRAINT ratings_answered CHECK ({_ANSWERED});
REVOKE DELETE, TRUNCATE ON ratings FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0038_told_editions")]

    operations = [
        ops.CreateModel(
            name="Rating",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "application",
                    fields.OneToOneField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rating",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ratings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "enterprise",
                    fields.ForeignKeyField(
                        "models.Enterprise",
                        source_field="enterprise_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ratings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("stars", fields.SmallIntField()),
                ("words", fields.CharField(max_length=500, null=True)),
                ("rated_by_id", fields.UUIDField()),
                ("rated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answer", fields.CharField(max_length=500, null=True)),
                ("answered_by_id", fields.UUIDField(null=True)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ratings",
                "app": "models",
                "indexes": [Index(fields=["platform_id", "id"])],
                "constraints": [
                    CheckConstraint(check=_STARS, name="ratings_stars"),
                    CheckConstraint(check=_ANSWERED, name="ratings_answered"),
                ],
                "pk_attr": "id",
                "table_description": "How content a firm was with its platform once it was paid: once for an application.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
