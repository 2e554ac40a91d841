"""A link to a page is good as long as its person's login; what the worker's upkeep did is kept."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# Few papers wait or were refused, of millions; they are counted again and again.
_OPEN = """
CREATE INDEX evidence_open ON evidence (state, fault)
 WHERE deleted_at IS NULL AND state IN ('checking', 'refused')
"""
_RIGHTS = "REVOKE DELETE, TRUNCATE ON upkeep FROM shuangtui_app, shuangtui_worker"


class Migration(migrations.Migration):
    dependencies = [("models", "0031_declared_by")]

    operations = [
        # Empty in what a server of the release before makes; such a link is not followed.
        ops.AddField(
            model_name="PaperLink",
            name="session",
            field=fields.CharField(max_length=64, null=True),
        ),
        ops.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "work",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=20),
                ),
                ("ended_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done", fields.BigIntField()),
                ("left", fields.IntField()),
            ],
            options={
                "table": "upkeep",
                "app": "models",
                "pk_attr": "work",
                "table_description": "What periodic work did: `done` since ever, `left` undone by its last round.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_OPEN, reverse_sql=""),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
