"""Organisations: found by kind and name, or added."""

from datetime import datetime
from uuid import UUID

from models.tables.ids import new_id
from models.tables.people import Organisation
from storage.postgres.core.transaction import Tx

_ADD = """
INSERT INTO organisations (id, kind, name, district, created_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (kind, name) DO NOTHING
"""


async def find_or_add_organisation(
    tx: Tx, kind: str, name: str, *, at: datetime, district: str | None = None
) -> UUID:
    """The id of the one of this kind and name; two who add it at once make one."""
    await tx.raw.execute(_ADD, new_id(), kind, name, district, at)
    return (await Organisation.get(kind=kind, name=name, using_db=tx.connection)).id
