"""A re-review can be confirmed after its rejection was overturned; indexes for what people look up."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0006_policies")]

    operations = [
        ops.AddIndex(model_name="Objection", index=Index(fields=["raised_by_id", "id"])),
        ops.AddIndex(model_name="ScoredPlace", index=Index(fields=["application_id"])),
        ops.RemoveConstraint(
            model_name="RecognitionReport", name="recognition_reports_once", fields=None
        ),
        ops.AlterField(
            model_name="RecognitionReport", name="application_id", field=fields.UUIDField()
        ),
        ops.AddIndex(model_name="RecognitionReport", index=Index(fields=["application_id"])),
        ops.AddConstraint(
            model_name="RecognitionReport",
            constraint=UniqueConstraint(
                fields=("recognition_id", "kind", "year"),
                name="recognition_reports_once",
                condition="confirmed",
            ),
        ),
    ]
