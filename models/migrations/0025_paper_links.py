"""Addresses that show one page of a paper once, kept for a day to tell used from unknown ones."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# A link is used up, never given to another paper or person, and thrown away when it is old.
_RIGHTS = """
REVOKE UPDATE, TRUNCATE ON paper_links FROM shuangtui_app, shuangtui_worker;
GRANT UPDATE (used_at) ON paper_links TO shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0024_batches")]

    operations = [
        ops.CreateModel(
            name="PaperLink",
            fields=[
                (
                    "token_hash",
                    fields.CharField(
                        primary_key=True, unique=True, db_index=True, max_length=64
                    ),
                ),
                ("evidence_id", fields.UUIDField()),
                ("user_id", fields.UUIDField()),
                ("page", fields.IntField()),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "paper_links",
                "app": "models",
                "indexes": [Index(fields=["expires_at"])],
                "pk_attr": "token_hash",
                "table_description": "An address that shows one page of a paper once, to whoever has it; its token is not kept.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
