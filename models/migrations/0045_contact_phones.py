"""The number that a person typed to be called back at."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.tables.char_field import CharField
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('models', '0044_papers_kept')]

    initial = False

    operations = [
        ops.AddField(
            model_name='User',
            name='contact_cipher',
            field=fields.BinaryField(null=True),
        ),
        ops.AddField(
            model_name='User',
            name='contact_masked',
            field=CharField(null=True, max_length=32),
        ),
    ]
