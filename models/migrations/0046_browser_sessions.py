"""Sessions in a browser's cookie: when one was last used, and when its person last gave the password."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [('models', '0045_contact_phones')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Session',
            name='used_at',
            field=fields.DatetimeField(null=True),
        ),
        ops.AddField(
            model_name='Session',
            name='password_at',
            field=fields.DatetimeField(null=True),
        ),
    ]
