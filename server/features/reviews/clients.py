"""What a platform's clients handed in, and one of those applications."""

from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.tables.applications import Application
from models.tables.platforms import Platform
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.applications.schemas import ApplicationView
from server.features.identity.scope import Scope
from server.features.reviews.readers import PlatformReader
from server.features.reviews.show import show_application
from server.roles import Role
from storage.postgres.core.transaction import postgres_errors
from storage.redis.quota import QuotaRedis


async def get_client_application(
    application_id: UUID, *, by: Identity, quota: QuotaRedis, clock: Clock, english: bool
) -> ApplicationView:
    """Raises NotFound: unknown, a draft, or another platform's client."""
    await require_client(application_id, by)
    return await show_application(
        application_id, reader=PlatformReader(by), quota=quota, clock=clock, english=english
    )


async def require_client(application_id: UUID, by: Identity) -> None:
    """Raises NotFound unless a client of the person's platforms handed it in."""
    with postgres_errors():
        if not await applications_of_clients(by).filter(id=application_id).exists():
            raise NotFound()


def applications_of_clients(by: Identity) -> QuerySet[Application]:
    """What the clients of the person's platforms handed in."""
    scope = Scope.of(by, Role.PLATFORM).applications()
    acts_for = {grant.organisation_id for grant in by.grants_for(Role.PLATFORM)}
    itself = Platform.filter(organisation_id__in=acts_for, enterprise_id__isnull=False)
    # What a platform claims for itself is no client's; a withdrawn draft was never handed in.
    of_clients = Q(enterprise_id__isnull=True) | Q(
        enterprise_id__not_in=Subquery(itself.values("enterprise_id"))
    )
    return Application.filter(scope, of_clients, submitted_at__isnull=False)
