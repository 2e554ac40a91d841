"""Organisations: found by kind and name, however it is written, or added."""

from datetime import datetime
from uuid import UUID

from models.rules.text.compared import compared
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('organisation ' || $1, 0))"
_KNOWN = """
SELECT id FROM organisations WHERE kind = $1 AND name_compared = $2
 ORDER BY name <> $3, id LIMIT 1
"""
_ADD = """
INSERT INTO organisations (id, kind, name, district, created_at) VALUES ($1, $2, $3, $4, $5)
"""


async def find_or_add_organisation(
    tx: Tx, kind: str, name: str, *, at: datetime, district: str | None = None
) -> UUID:
    """The id of the one of this kind and name; two who add it at once make one."""
    form = compared(name)
    await tx.raw.execute(_ONE_AT_A_TIME, kind + form)
    known: UUID | None = await tx.raw.fetchval(_KNOWN, kind, form, name)
    if known is not None:
        return known
    made = new_id()
    await tx.raw.execute(_ADD, made, kind, name, district, at)
    return made
