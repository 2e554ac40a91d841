"""What was held, and who decided on it, is never deleted."""

from tortoise import migrations
from tortoise.migrations import operations as ops

_RIGHTS = "REVOKE DELETE, TRUNCATE ON held_contents FROM shuangtui_app, shuangtui_worker"


class Migration(migrations.Migration):
    dependencies = [("models", "0039_ratings")]

    operations = [ops.RunSQL(_RIGHTS, reverse_sql="")]
