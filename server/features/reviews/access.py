"""Requires an authority's grant over an application or an appeal before anything is read of it."""

from uuid import UUID

from models.tables.applications import Application
from models.tables.reviews import Appeal
from server.audiences import Role
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import postgres_errors


async def require_authority_over_application(application_id: UUID, by: Identity) -> None:
    """Raises NotFound unless an authority's grant of theirs reaches it."""
    within = Scope.of(by, Role.AUTHORITY).applications()
    with postgres_errors():
        found = await Application.filter(within, id=application_id).exists()
    if not found:
        raise NotFound()


async def require_authority_over_appeal(appeal_id: UUID, by: Identity) -> None:
    """The same for an appeal, by its application."""
    within = Scope.of(by, Role.AUTHORITY).applications("application__")
    with postgres_errors():
        found = await Appeal.filter(within, id=appeal_id).exists()
    if not found:
        raise NotFound()
