"""Access to payouts: those of editions that a person's grants cover as a whole, and the lock."""

from uuid import UUID

from models.tables.payouts import Payout
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import Tx, postgres_errors


async def find_payout(payout_id: UUID, *, by: Identity, roles: tuple[str, ...]) -> Payout:
    """Raises NotFound."""
    within = Scope.of(by, *roles).editions("edition__")
    with postgres_errors():
        found = await Payout.filter(within, id=payout_id).first()
    if found is None:
        raise NotFound()
    return found


async def lock_payout(tx: Tx, payout_id: UUID) -> Payout:
    """The payout's row, locked. The caller has checked access."""
    held = Payout.filter(id=payout_id).using_db(tx.connection)
    return await held.select_for_update(no_key=True).get()
