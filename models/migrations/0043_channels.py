"""Mail and SMS beside WeChat: addresses, what people chose, what is on its way, and why it waits."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.tables.char_field import CharField
from models.tables.ids import new_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

_CONSTRAINTS = """
ALTER TABLE dispatches ADD CONSTRAINT dispatches_once UNIQUE (notification_id, channel),
    ADD CONSTRAINT dispatches_channel CHECK (channel IN ('mail', 'sms')),
    ADD CONSTRAINT dispatches_state
        CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'none'));
ALTER TABLE message_settings ADD CONSTRAINT message_settings_hours
    CHECK (quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23 AND quiet_from <> quiet_to)
"""
# Of all that was ever told, few entries wait.
_INDEXES = """
CREATE INDEX dispatches_waiting ON dispatches (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX dispatches_due ON dispatches (due_at);
CREATE INDEX notifications_created ON notifications (created_at);
CREATE INDEX dispatches_user ON dispatches (user_id, channel, called_at);
CREATE INDEX notifications_open ON notifications (user_id)
 WHERE message_state IN ('queued', 'sending', 'unknown');
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_application ON notifications (application_id, user_id, created_at)
"""
_RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatches, message_settings
   TO shuangtui_app, shuangtui_worker
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0042_attachments')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Dispatch',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('notification', fields.ForeignKeyField('models.Notification', source_field='notification_id', db_constraint=True, to_field='id', related_name='dispatches', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', db_constraint=True, to_field='id', related_name='dispatches', on_delete=OnDelete.CASCADE)),
                ('channel', CharField(max_length=4)),
                ('state', CharField(default='waiting', max_length=8)),
                ('reason', CharField(null=True, max_length=32)),
                ('letter_id', fields.UUIDField(null=True)),
                ('attempts', fields.SmallIntField(default=0)),
                ('due_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('called_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'dispatches', 'app': 'models', 'constraints': [UniqueConstraint(fields=('notification_id', 'channel'), name='dispatches_once')], 'pk_attr': 'id', 'table_description': 'One inbox entry on its way by mail or SMS; deleted with it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MessageSettings',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('user', fields.OneToOneField('models.User', source_field='user_id', db_constraint=True, to_field='id', related_name='message_settings', on_delete=OnDelete.CASCADE)),
                ('quiet', fields.BooleanField()),
                ('quiet_from', fields.SmallIntField()),
                ('quiet_to', fields.SmallIntField()),
                ('english', fields.BooleanField()),
            ],
            options={'table': 'message_settings', 'app': 'models', 'pk_attr': 'id', 'table_description': "What one person chose; without a row they have the installation's quiet hours, in Chinese."},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Notification',
            name='digest_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Notification',
            name='message_reason',
            field=CharField(null=True, max_length=32),
        ),
        ops.AddField(
            model_name='User',
            name='email_cipher',
            field=fields.BinaryField(null=True),
        ),
        ops.AddField(
            model_name='User',
            name='email_masked',
            field=CharField(null=True, max_length=254),
        ),
        ops.RunSQL(_CONSTRAINTS, reverse_sql=""),
        ops.RunSQL(_INDEXES, reverse_sql=""),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
