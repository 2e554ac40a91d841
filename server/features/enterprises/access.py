"""Which firms a reviewer may reach: a firm belongs to no programme until it applies."""

from uuid import UUID

from tortoise.expressions import Q, Subquery

from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.edge.web.auth import ActiveGrant, Identity
from server.errors import Forbidden, NotFound
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import Tx, postgres_errors


def accessible(identity: Identity, *roles: str) -> Q:
    """A filter for `Enterprise`. Raises Forbidden for those without a grant in one of the roles.

    Within the grant's district, either without any application yet, or with one in its scope.
    """
    grants = identity.grants_for(*roles)
    if not grants:
        raise Forbidden()
    return Q(*(_within(grant) for grant in grants), join_type=Q.OR)


def _within(grant: ActiveGrant) -> Q:
    found = Q(id__isnull=False) if grant.district is None else Q(district=grant.district)
    applied = Application.filter(enterprise_id__isnull=False)
    in_scope = applied.filter(Scope((grant,)).applications())
    return found & (
        Q(id__not_in=Subquery(applied.values("enterprise_id")))
        | Q(id__in=Subquery(in_scope.values("enterprise_id")))
    )


async def find_accessible(enterprise_id: UUID, identity: Identity, *roles: str) -> Enterprise:
    """Raises Forbidden, NotFound."""
    within = accessible(identity, *roles)
    with postgres_errors():
        found = await Enterprise.filter(within, id=enterprise_id).first()
    if found is None:
        raise NotFound()
    return found


async def lock_enterprise(tx: Tx, enterprise_id: UUID) -> Enterprise:
    """The row as it is now, held until the transaction ends; the caller has checked the scope."""
    query = Enterprise.filter(id=enterprise_id).using_db(tx.connection)
    return await query.select_for_update().get()
