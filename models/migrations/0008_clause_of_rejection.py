"""A rejection keeps the clause that it rests on."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_found_again")]

    operations = [
        ops.AddField(
            model_name="Review", name="cite", field=fields.CharField(max_length=120, null=True)
        ),
    ]
