"""Finds the appeal that waits for whoever reads the application."""

from uuid import UUID

from models.tables.reviews import Appeal
from server.features.applications.schemas import ApplicationView
from storage.postgres.core.transaction import postgres_errors


async def find_open_appeal(application: ApplicationView) -> UUID | None:
    """Its id where the reader may decide it."""
    if "decide_appeal" not in application.allowed:
        return None
    with postgres_errors():
        found = await Appeal.get_or_none(application_id=application.id, state="open")
    return None if found is None else found.id
