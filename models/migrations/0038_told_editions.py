"""When firms were told of an edition that fits them; of those that are open already nobody is."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

_KNOWN = "UPDATE editions SET told_at = now() WHERE opens_at <= now()"


class Migration(migrations.Migration):
    dependencies = [("models", "0037_held_contents")]

    operations = [
        ops.AddField(
            model_name="Edition",
            name="told_at",
            field=fields.DatetimeField(null=True),
        ),
        ops.RunSQL(_KNOWN, reverse_sql=""),
    ]
