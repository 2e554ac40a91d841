"""Requires a grant over an application or an appeal before anything is read of it."""

from uuid import UUID

from models.tables.applications import Application
from models.tables.reviews import Appeal
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.roles import READING_EDITIONS, Role
from storage.postgres.core.transaction import postgres_errors


async def require_reach(application_id: UUID, by: Identity, *roles: str) -> None:
    """Raises NotFound unless a grant of these roles reaches it, and for what is still a draft."""
    within = Scope.of(by, *roles).applications()
    with postgres_errors():
        handed_in = Application.filter(within, id=application_id, submitted_at__isnull=False)
        found = await handed_in.exists()
    if not found:
        raise NotFound()


async def require_authority_over_appeal(appeal_id: UUID, by: Identity) -> None:
    """Raises NotFound unless a grant as authority reaches the appeal's application."""
    await _require_appeal(appeal_id, Scope.of(by, Role.AUTHORITY))


async def require_reader_of_appeal(appeal_id: UUID, by: Identity) -> None:
    """The same for an inspector's grant as well."""
    await _require_appeal(appeal_id, Scope.of(by, *READING_EDITIONS))


async def _require_appeal(appeal_id: UUID, scope: Scope) -> None:
    within = scope.applications("application__")
    with postgres_errors():
        found = await Appeal.filter(within, id=appeal_id).exists()
    if not found:
        raise NotFound()
