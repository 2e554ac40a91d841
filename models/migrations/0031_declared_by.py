"""Which platform declared a firm's contact, so that it alone may mend a slip in it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0030_confirm_by")]

    operations = [
        ops.AddField(
            model_name="Enterprise", name="declared_by_id", field=fields.UUIDField(null=True)
        ),
    ]
