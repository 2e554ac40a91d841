"""What papers say as invoices."""

from models.tables.ids import new_id
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# Few invoices take another one back: who looks for them passes no others.
_RED = "CREATE INDEX invoices_red_letter ON invoices (buyer_code) WHERE total_fen < 0"
_RIGHTS = "REVOKE UPDATE, DELETE, TRUNCATE ON invoices FROM shuangtui_app, shuangtui_worker"


class Migration(migrations.Migration):
    dependencies = [("models", "0022_refused")]

    operations = [
        ops.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "evidence",
                    fields.OneToOneField(
                        "models.Evidence",
                        source_field="evidence_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="as_invoice",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.CharField(max_length=20)),
                ("code", fields.CharField(null=True, max_length=12)),
                ("issued_on", fields.DateField(null=True)),
                ("total_fen", fields.BigIntField(null=True)),
                ("net_fen", fields.BigIntField(null=True)),
                ("buyer_name", fields.CharField(null=True, max_length=120)),
                ("buyer_code", fields.CharField(null=True, max_length=18)),
                ("seller_name", fields.CharField(null=True, max_length=120)),
                ("seller_code", fields.CharField(null=True, max_length=18)),
                ("sources", fields.JSONField()),
                ("contradicted", ArrayField(element_type="text")),
                ("read_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invoices",
                "app": "models",
                "indexes": [Index(fields=["number"])],
                "pk_attr": "id",
                "table_description": "What one paper says as an invoice (`models/rules/invoices`); append-only.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_RED, "DROP INDEX invoices_red_letter"),
        ops.RunSQL(_RIGHTS, reverse_sql=""),
    ]
