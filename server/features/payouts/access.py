"""Which payouts a person may reach: those of editions that their grants cover as a whole."""

from uuid import UUID

from models.tables.payouts import Payout
from models.tables.programmes import Edition
from server.audiences import Role
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import Tx, postgres_errors

READING = (Role.AUTHORITY, Role.INSPECTOR)


async def find_payout(payout_id: UUID, *, by: Identity, roles: tuple[str, ...]) -> Payout:
    """Raises NotFound."""
    within = Scope.of(by, *roles).editions("edition__")
    with postgres_errors():
        found = await Payout.filter(within, id=payout_id).first()
    if found is None:
        raise NotFound()
    return found


async def lock_payout(tx: Tx, payout_id: UUID) -> Payout:
    """The row as it is now, held; the caller has checked that it may be reached."""
    held = Payout.filter(id=payout_id).using_db(tx.connection)
    return await held.select_for_update(no_key=True).get()


async def lock_edition(tx: Tx, code: str, *, by: Identity) -> Edition:
    """The edition, held so that payouts are made one after another. Raises NotFound."""
    within = Scope.of(by, Role.AUTHORITY).editions()
    known = await Edition.filter(within, code=code).using_db(tx.connection).exists()
    if not known:
        raise NotFound()
    held = Edition.filter(code=code).using_db(tx.connection)
    return await held.select_for_update(no_key=True).get()
