"""Which other applications a reader of flags may open, and by which review."""

from collections.abc import Collection, Mapping
from uuid import UUID

from models.tables.applications import Application
from server.edge.web.auth import Identity
from server.features.identity.scope import Scope
from server.features.reviews.worklist import reviews_within
from server.roles import REVIEWING, Role
from storage.postgres.core.transaction import postgres_errors

# An expert's files stay shut until each conflict of interest is declared.
_READING = (*(REVIEWING - {Role.EXPERT}), Role.INSPECTOR)


async def find_reach(ids: Collection[UUID], by: Identity) -> Mapping[UUID, UUID | None]:
    """The latest review by application (None: no review of theirs), of those within their grants."""
    if not ids:
        return {}
    within = Scope.of(by, *_READING).applications()
    with postgres_errors():
        seen = Application.filter(within, id__in=ids, submitted_at__isnull=False)
        found: dict[UUID, UUID | None] = {row.id: None for row in await seen.only("id")}
        reviews = reviews_within(by).filter(application_id__in=list(found)).order_by("id")
        found |= {row.application_id: row.id for row in await reviews}
    return found
