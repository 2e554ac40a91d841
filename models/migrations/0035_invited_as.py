"""As what an invitation lets somebody in: as a member, or as the firm's owner."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0034_released")]

    operations = [
        ops.AddField(
            model_name="Invitation",
            name="role",
            field=fields.CharField(default="staff", db_default="staff", max_length=8),
        ),
    ]
