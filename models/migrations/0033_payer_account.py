"""The account that a receipt names as the payer's, as a keyed hash: told where firms share it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# Few papers are a bank's receipts.
_INDEX = """
CREATE INDEX evidence_payer_account ON evidence (payer_account_index)
 WHERE payer_account_index IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0032_upkeep")]

    operations = [
        ops.AddField(
            model_name="Evidence",
            name="payer_account_index",
            field=fields.CharField(max_length=64, null=True),
        ),
        ops.RunSQL(_INDEX, "DROP INDEX evidence_payer_account"),
    ]
