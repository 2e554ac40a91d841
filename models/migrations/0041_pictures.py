"""Logos and pictures of platforms, each a small JPEG beside its row."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_KIND = "kind IN ('logo', 'picture')"
_ONCE = ("platform_id", "kind", "source_sha256")
_GUARDS = f"""
ALTER TABLE platform_pictures
  ADD CONSTRAINT platform_pictures_once UNIQUE ({", ".join(_ONCE)}),
  ADD CONSTRAINT platform_pictures_kind CHECK ({_KIND});
REVOKE UPDATE, TRUNCATE ON platform_pictures FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0040_held_kept")]

    operations = [
        ops.CreateModel(
            name="PlatformPicture",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pictures",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=8)),
                ("content", fields.BinaryField()),
                ("sha256", fields.CharField(max_length=64)),
                ("source_sha256", fields.CharField(max_length=64)),
                ("width", fields.IntField()),
                ("height", fields.IntField()),
                ("uploaded_by_id", fields.UUIDField()),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "platform_pictures",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=_ONCE, name="platform_pictures_once"),
                    CheckConstraint(check=_KIND, name="platform_pictures_kind"),
                ],
                "pk_attr": "id",
                "table_description": "A platform's logo, or a picture of it, as a JPEG of our own making; it never changes.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
