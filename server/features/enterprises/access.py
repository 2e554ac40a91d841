"""Which firms, and which disputes over them, a reviewer may reach."""

from uuid import UUID

from models.tables.enterprises import Dispute, Enterprise
from server.edge.web.auth import Identity
from server.errors import Forbidden, NotFound
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import Tx, postgres_errors


def scope_over_firms(identity: Identity, *roles: str) -> Scope:
    """Raises Forbidden for those without a grant in one of the roles."""
    scope = Scope.of(identity, *roles)
    if not scope.grants:
        raise Forbidden()
    return scope


async def find_accessible(enterprise_id: UUID, identity: Identity, *roles: str) -> Enterprise:
    """Raises Forbidden, NotFound."""
    within = scope_over_firms(identity, *roles).firms()
    with postgres_errors():
        found = await Enterprise.filter(within, id=enterprise_id).first()
    if found is None:
        raise NotFound()
    return found


async def find_accessible_dispute(dispute_id: UUID, identity: Identity, *roles: str) -> Dispute:
    """Raises Forbidden, NotFound."""
    within = scope_over_firms(identity, *roles).disputes()
    with postgres_errors():
        found = await Dispute.filter(within, id=dispute_id).first()
    if found is None:
        raise NotFound()
    return found


async def lock_enterprise(tx: Tx, enterprise_id: UUID) -> Enterprise:
    """The row as it is now, held until the transaction ends; the caller has checked the scope."""
    query = Enterprise.filter(id=enterprise_id).using_db(tx.connection)
    return await query.select_for_update().get()
