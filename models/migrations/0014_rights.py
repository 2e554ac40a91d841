"""When a password was given, and the devices that a member of staff has logged in on."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# A first password that waits for its owner gets its time from the upgrade on.
_FIRST_PASSWORDS = "UPDATE users SET password_set_at = now() WHERE must_change_password"
_RIGHTS = "GRANT SELECT, INSERT, UPDATE, DELETE ON devices TO shuangtui_app, shuangtui_worker"


class Migration(migrations.Migration):
    dependencies = [("models", "0013_compared")]

    operations = [
        ops.AddField(
            model_name="User", name="password_set_at", field=fields.DatetimeField(null=True)
        ),
        ops.CreateModel(
            name="Device",
            fields=[
                (
                    "token_hash",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="devices",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "devices",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "token_hash",
                "table_description": "What a member of staff logged in on; only the SHA-256 (hex) of its token is kept.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="LoginFailure",
            name="device_hash",
            field=fields.CharField(max_length=64, null=True),
        ),
        ops.AddIndex(model_name="LoginFailure", index=Index(fields=["device_hash", "at"])),
        ops.RunSQL(_FIRST_PASSWORDS, reverse_sql=""),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
