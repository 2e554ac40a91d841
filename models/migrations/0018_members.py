"""When an invitation was made and withdrawn; the firm that a message is about."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# An invitation was always good for 72 hours; one that ended earlier belongs to a decided dispute.
_INVITATIONS = "UPDATE invitations SET created_at = expires_at - interval '72 hours'"
_NOTIFICATIONS = """
UPDATE notifications n SET enterprise_id = a.enterprise_id
  FROM applications a WHERE a.id = n.application_id
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0017_open_drafts")]

    operations = [
        ops.AddField("Invitation", "created_at", fields.DatetimeField(null=True)),
        ops.AddField("Invitation", "withdrawn_at", fields.DatetimeField(null=True)),
        ops.AddField("Notification", "enterprise_id", fields.UUIDField(null=True)),
        ops.RunSQL(_INVITATIONS, reverse_sql=""),
        ops.RunSQL(_NOTIFICATIONS, reverse_sql=""),
        ops.AlterField("Invitation", "created_at", fields.DatetimeField()),
        ops.AddIndex("Invitation", Index(fields=["enterprise_id", "created_at"])),
    ]
