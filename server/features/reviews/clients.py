"""Lists a platform's clients' applications, once they were handed in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.rules.lifecycle import StageKind, Status
from models.tables.applications import Application
from models.tables.platforms import Platform
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.field_types import Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.applications.schemas import ApplicationView
from server.features.applications.view import present_applications
from server.features.identity.scope import Scope
from server.features.reviews.show import show_application
from server.features.reviews.worklist import matching, refuse_slip
from server.roles import Role
from storage.postgres.application_rows import fetch_applications
from storage.postgres.core.transaction import postgres_errors
from storage.redis.quota import QuotaRedis

_SHOWN = "WHERE a.id = ANY($1) ORDER BY a.submitted_at DESC, a.id DESC"


class ClientQuery(Query, frozen=True):
    """Narrowed by step, status, and a text in number, contract number or firm's name."""

    stage: Annotated[StageKind | None, about("只看此步骤", "only this step")] = None
    status: Annotated[Status | None, about("只看此状态", "only this status")] = None
    q: Annotated[
        Search | None,
        about(
            "在受理号、合同号、企业名中查找",
            "looked for in numbers, contract numbers and firms' names",
        ),
    ] = None


async def list_client_applications(
    query: ClientQuery, *, by: Identity, quota: QuotaRedis, clock: Clock, english: bool
) -> Page[ApplicationView]:
    """Those handed in last come first."""
    wanted: dict[str, Any] = {
        name: value for name in ("stage", "status") if (value := getattr(query, name))
    }
    found = applications_of_clients(by).filter(**wanted)
    if query.q is not None:
        found = found.filter(matching(query.q))
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    if after is not None:
        at, key = after
        found = found.filter(Q(submitted_at__lt=at) | Q(Q(submitted_at=at), Q(id__lt=key)))
    with postgres_errors():
        keys = (
            await found.order_by("-submitted_at", "-id")
            .limit(query.limit + 1)
            .only("id", "submitted_at")
        )
    if not keys:
        refuse_slip(query.q)
    shown, cursor = page_of(keys, query.limit, lambda row: (row.submitted_at, row.id))
    rows = await fetch_applications(_SHOWN, [row.id for row in shown])
    items = await present_applications(rows, quota=quota, clock=clock, english=english)
    return Page(items, cursor)


async def get_client_application(
    application_id: UUID, *, by: Identity, quota: QuotaRedis, clock: Clock, english: bool
) -> ApplicationView:
    """Raises NotFound: unknown, a draft, or another platform's client."""
    with postgres_errors():
        if not await applications_of_clients(by).filter(id=application_id).exists():
            raise NotFound()
    return await show_application(application_id, quota=quota, clock=clock, english=english)


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
