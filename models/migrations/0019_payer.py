"""Who paid and the voucher's number are particulars; what reviewers are shown as alike is indexed."""

from models.tables.compared_field import ComparedField
from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0018_members")]

    operations = [
        ops.AddField("Application", "payer", fields.CharField(max_length=120, null=True)),
        ops.AddField("Application", "voucher_no", fields.CharField(max_length=80, null=True)),
        ops.AddField("Payment", "payer_compared", ComparedField("payer", null=True)),
        ops.AddField("Payment", "voucher_compared", ComparedField("voucher_no", null=True)),
        ops.AddIndex("Payment", Index(fields=["payer_compared"])),
        ops.AddIndex("Payment", Index(fields=["voucher_compared"])),
        ops.AddIndex("Application", Index(fields=["created_by_id"])),
        ops.AddIndex("Application", Index(fields=["platform_id", "edition_id", "submitted_at"])),
        ops.AddIndex("User", Index(fields=["phone_index"])),
        ops.AddIndex("Enterprise", Index(fields=["declared_phone_index"])),
    ]
