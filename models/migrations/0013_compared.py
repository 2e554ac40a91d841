"""What is looked up by typed text gets a second column, in the form in which texts are compared."""

import re
from collections.abc import Iterator
from typing import Any

from models.rules.text.compared import compared, compared_sql
from models.tables.compared_field import ComparedField
from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

_FUNCTION = f"""
CREATE FUNCTION compared(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $compared$
    SELECT {compared_sql()}
$compared$
"""
# A slot that the firm holds under both spellings stays as it is: the other one keeps it taken.
_KEYS = """
UPDATE {table} t SET exclusion = $2
 WHERE exclusion = $1 AND NOT EXISTS (
       SELECT 1 FROM {table} o
        WHERE o.uscc = t.uscc AND o.exclusion = $2 AND o.slot = t.slot {live})
"""
_HELD = {"entitlements": "AND o.released_at IS NULL AND t.released_at IS NULL", "waivers": ""}


async def spell_slots_anew(apps: Any, editor: Any) -> None:
    """The values in the keys of slots, in the form of before; digests of long ones stay."""
    for table, live in _HELD.items():
        known = await editor.client.execute_query_dict(
            f"SELECT DISTINCT exclusion FROM {table} WHERE strpos(exclusion, '=') > 0"
        )
        for key in (str(row["exclusion"]) for row in known):
            if (anew := spelled_anew(key)) != key:
                await editor.client.execute_query(
                    _KEYS.format(table=table, live=live), [key, anew]
                )


def spelled_anew(key: str) -> str:
    """The key with each value as it is compared now."""
    return "/".join(_parts(key)) if "/sha256:" not in key else key


def _parts(key: str) -> Iterator[str]:
    for part in key.split("/"):
        name, given, value = part.partition("=")
        # Texts were case folded: a capital T is that of an instant.
        plain = not given or "T" in value
        yield part if plain else f"{name}={','.join(sorted(map(_value, value.split(','))))}"


def _value(text: str) -> str:
    known = re.sub("%(25|2F|3D|2C)", lambda found: chr(int(found[1], 16)), text)
    return re.sub("[%/=,]", lambda found: f"%{ord(found[0]):02X}", compared(known))


class Migration(migrations.Migration):
    dependencies = [("models", "0012_masks")]

    operations = [
        ops.RunSQL(_FUNCTION, reverse_sql="DROP FUNCTION compared(text)"),
        ops.AddField(
            model_name="Application",
            name="contract_compared",
            field=ComparedField("contract_no", null=True),
        ),
        ops.AddField(
            model_name="ApplicationClient",
            name="contract_compared",
            field=ComparedField("contract_no", null=True),
        ),
        *(
            ops.AddField(
                model_name=model, name="name_compared", field=ComparedField("name", null=True)
            )
            for model in ("Enterprise", "Organisation", "Recognition")
        ),
        ops.AddIndex(model_name="Application", index=Index(fields=["contract_compared"])),
        ops.AddIndex(model_name="ApplicationClient", index=Index(fields=["contract_compared"])),
        ops.AddIndex(model_name="Organisation", index=Index(fields=["kind", "name_compared"])),
        ops.RunPython(spell_slots_anew, ops.RunPython.noop),
    ]
