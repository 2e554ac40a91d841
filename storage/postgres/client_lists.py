"""Writes of a platform's list of new clients."""

from collections.abc import Sequence
from uuid import UUID

from models.tables.applications import ApplicationClient
from storage.postgres.core.transaction import Tx


async def replace_clients(
    tx: Tx, application_id: UUID, clients: Sequence[ApplicationClient]
) -> None:
    """These instead of those listed so far. The caller holds the application's row."""
    held = ApplicationClient.filter(application_id=application_id).using_db(tx.connection)
    await held.delete()
    await ApplicationClient.bulk_create(clients, batch_size=1000, using_db=tx.connection)
