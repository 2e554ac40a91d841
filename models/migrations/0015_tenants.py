"""Where a programme is at home, and in which city a dispute over a firm was raised, is stored."""

from typing import Any

from models.rules.places.home import home_of
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# Nobody could tell until now where a firm was when its dispute was raised: where it is today.
_DISPUTES = """
UPDATE disputes s SET city = e.registered_city, district = e.district
  FROM enterprises e WHERE e.id = s.enterprise_id
"""


async def place_programmes(apps: Any, editor: Any) -> None:
    for row in await editor.client.execute_query_dict("SELECT code, region FROM programmes"):
        home = home_of(str(row["region"]))
        await editor.client.execute_query(
            "UPDATE programmes SET city = $1, district = $2 WHERE code = $3",
            [home.city, home.district, row["code"]],
        )


class Migration(migrations.Migration):
    dependencies = [("models", "0014_rights")]

    operations = [
        ops.AddField("Programme", "city", fields.CharField(max_length=40, null=True)),
        ops.AddField("Programme", "district", fields.CharField(max_length=40, null=True)),
        ops.AddField("Dispute", "city", fields.CharField(max_length=40, null=True)),
        ops.AddField("Dispute", "district", fields.CharField(max_length=40, null=True)),
        ops.RunPython(place_programmes, ops.RunPython.noop),
        ops.RunSQL(_DISPUTES, reverse_sql=""),
        ops.AlterField("Programme", "city", fields.CharField(max_length=40)),
        ops.AlterField("Dispute", "city", fields.CharField(max_length=40)),
        ops.AlterField("Dispute", "district", fields.CharField(max_length=40)),
    ]
