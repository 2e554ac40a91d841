"""Writes of applications: started, changed, corrected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.applications import Application
from storage.postgres.core.transaction import Tx

_RAISE: Final = "UPDATE applications SET version = version + 1, updated_at = $2 WHERE id = $1"


async def add_application(tx: Tx, application: Application) -> None:
    """A new draft under the next number. Raises IntegrityError where the firm has one already."""
    application.number = await tx.raw.fetchval("SELECT next_application_number()")
    await application.save(using_db=tx.connection, force_create=True)


async def move_drafts(tx: Tx, enterprise_id: UUID, district: str) -> None:
    """The firm's drafts go where its record says now; what is handed in stays where it is."""
    drafts = Application.filter(enterprise_id=enterprise_id, status="draft")
    await drafts.using_db(tx.connection).update(district=district)


async def write_change(
    tx: Tx, application: Application, fields: Iterable[str], *, at: datetime
) -> None:
    """The next version of the application, of which these fields changed. The caller holds its row."""
    application.version += 1
    application.updated_at = at
    await write_values(tx, application, [*fields, "version", "updated_at"])


async def raise_version(tx: Tx, application_id: UUID, *, at: datetime) -> None:
    """What somebody else has read of it is not all of it any more. The caller holds its row."""
    await tx.raw.execute(_RAISE, application_id, at)


async def write_values(tx: Tx, application: Application, fields: Iterable[str]) -> None:
    """These fields alone, as part of a change that is written beside. The caller holds its row."""
    await application.save(using_db=tx.connection, update_fields=list(fields))
