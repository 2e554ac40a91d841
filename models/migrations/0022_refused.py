"""When a firm refused what its platform had filed in its name."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0021_checked_papers")]

    operations = [
        ops.AddField("Application", "refused_at", fields.DatetimeField(null=True)),
        ops.AddIndex("Application", Index(fields=["platform_id", "refused_at"])),
    ]
