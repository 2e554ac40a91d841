"""What was passed in bulk; corrections with what stood before and after; pages that were replaced."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0008_clause_of_rejection")]

    operations = [
        ops.AddField(
            model_name="Review", name="bulk", field=fields.BooleanField(default=False, db_default=False)
        ),
        ops.AddField(model_name="Correction", name="before", field=fields.JSONField(null=True)),
        ops.AddField(model_name="Correction", name="answer", field=fields.TextField(null=True)),
        ops.AddField(model_name="Correction", name="after", field=fields.JSONField(null=True)),
        ops.AddField(
            model_name="Evidence", name="replaced_by_id", field=fields.UUIDField(null=True)
        ),
    ]
