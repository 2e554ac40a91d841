"""The open drafts of a person are counted whenever they start another one."""

from tortoise import migrations
from tortoise.migrations import operations as ops

_INDEX = "CREATE INDEX applications_open_drafts ON applications (created_by_id) WHERE status = 'draft'"


class Migration(migrations.Migration):
    dependencies = [("models", "0016_payees_verified")]

    operations = [ops.RunSQL(_INDEX, "DROP INDEX applications_open_drafts")]
