"""The last day on which a firm can say yes to what its platform filed in its name."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0027_batch_modes")]

    operations = [ops.AddField("Application", "confirm_by", fields.DateField(null=True))]
