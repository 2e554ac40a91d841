"""When the last person who acted for a firm left it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0033_payer_account")]

    operations = [
        ops.AddField(
            model_name="Enterprise",
            name="released_at",
            field=fields.DatetimeField(null=True),
        ),
    ]
