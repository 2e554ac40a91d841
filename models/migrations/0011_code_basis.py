"""Codes of licences whose check character is wrong: stated by the firm, confirmed by a reviewer."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0010_places")]

    operations = [
        ops.AddField(
            model_name="Enterprise",
            name="code_basis",
            field=fields.CharField(max_length=12, default="standard", db_default="standard"),
        ),
    ]
