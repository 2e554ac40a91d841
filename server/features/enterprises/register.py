"""An SME registers its firm: a code that is right, and that nobody holds yet."""

from uuid import UUID

from models.rules.places.own import OwnPlaces
from server.audiences import Role
from server.clock import Clock
from server.features.enterprises.membership import OWNER
from server.features.enterprises.particulars import check_particulars, in_one_form
from server.features.enterprises.schemas import EnterpriseParticulars
from server.features.enterprises.take_up import take_up_firm
from server.features.enterprises.verify_by_phone import verify_declared
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.enterprises import add_member


async def register_enterprise(
    given: EnterpriseParticulars, *, user_id: UUID, own: OwnPlaces, clock: Clock
) -> UUID:
    """The firm's id; the person becomes its owner, which proves nothing yet (`claimed`).

    A firm that its platform filed and nobody owns is taken over, with the particulars given now;
    it is verified at once if the owner's phone is the contact that the platform declared.
    Raises Invalid, EnterpriseClaimed.
    """
    uscc = check_particulars(given.uscc, given, today=clock.today(), own=own)
    given = in_one_form(uscc, given, own)
    now = clock.now()
    async with transaction() as tx:
        enterprise, added = await take_up_firm(tx, uscc, given, now=now)
        await add_member(tx, enterprise.id, user_id, OWNER, at=now)
        event = "enterprise.registered" if added else "enterprise.claimed"
        line = AuditEntry("enterprise", enterprise.id, now, user_id, Role.ENTERPRISE, event)
        await write_audit(tx, line)
        await verify_declared(tx, enterprise.id, now)
        tx.created(enterprise.id)
    return enterprise.id
