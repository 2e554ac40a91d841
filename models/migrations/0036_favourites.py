"""What people keep in mind of platforms and plans; a platform's phone, website and address for all."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_GUARDS = """
ALTER TABLE favourites
  ADD CONSTRAINT favourites_platform UNIQUE (user_id, platform_id),
  ADD CONSTRAINT favourites_plan UNIQUE (user_id, plan_id),
  ADD CONSTRAINT favourites_one_thing CHECK (num_nonnulls(platform_id, plan_id) = 1);
REVOKE UPDATE, TRUNCATE ON favourites FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0035_invited_as")]

    operations = [
        ops.CreateModel(
            name="Favourite",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="favourites",
                        on_delete=OnDelete.CASCADE,
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
                        related_name="favourites",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "plan",
                    fields.ForeignKeyField(
                        "models.Plan",
                        source_field="plan_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="favourites",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "favourites",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("user_id", "platform_id"), name="favourites_platform"
                    ),
                    UniqueConstraint(fields=("user_id", "plan_id"), name="favourites_plan"),
                    CheckConstraint(
                        check="num_nonnulls(platform_id, plan_id) = 1",
                        name="favourites_one_thing",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A platform or a plan that somebody keeps in mind; exactly one of the two.",
            },
            bases=["Model"],
        ),
        ops.AddField("Platform", "phone", fields.CharField(max_length=40, null=True)),
        ops.AddField("Platform", "website", fields.CharField(max_length=200, null=True)),
        ops.AddField("Platform", "address", fields.CharField(max_length=200, null=True)),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
