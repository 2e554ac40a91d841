"""An SME registers its firm: a code that is right, and that nobody holds yet."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason
from models.rules.uscc import check_uscc, normalise_uscc
from server.clock import Clock
from server.errors import Invalid
from server.features.enterprises.membership import OWNER, require_living
from server.features.enterprises.particulars import FirmAsRead, in_one_form, particulars_problems
from server.features.enterprises.schemas import EnterpriseParticulars
from server.features.enterprises.take_up import take_up_firm
from server.features.enterprises.verify_by_phone import verify_declared
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import add_member


async def register_enterprise(
    given: EnterpriseParticulars,
    *,
    user_id: UUID,
    own: OwnPlaces,
    clock: Clock,
    firm_wanted: Callable[[Tx, str, UUID, datetime], Awaitable[None]],
) -> UUID:
    """The firm's id; the person becomes its owner, which proves nothing yet (`claimed`).

    A firm that its platform filed and nobody owns is taken over, with the particulars given now;
    it is verified at once if the owner's phone is the contact that the platform declared. Whoever
    holds it without proof makes way for that contact (`firm_wanted`).
    A code whose check character is wrong is taken if it is stated to be the licence's; a reviewer
    confirms it. Raises Invalid, EnterpriseClaimed.
    """
    problems = registration_problems(given, own=own, clock=clock)
    if problems:
        raise Invalid(errors=problems)
    uscc = normalise_uscc(given.uscc)
    given = in_one_form(uscc, given, own)
    now = clock.now()
    async with transaction() as tx:
        await firm_wanted(tx, uscc, user_id, now)
        basis = "standard" if check_uscc(uscc) is None else "stated"
        enterprise, added = await take_up_firm(
            tx, uscc, given, now=now, code_basis=basis, user_id=user_id
        )
        await require_living(tx, user_id)
        await add_member(tx, enterprise.id, user_id, OWNER, at=now)
        event = "enterprise.registered" if added else "enterprise.claimed"
        detail = {"code_basis": enterprise.code_basis}
        line = AuditEntry("enterprise", enterprise.id, now, user_id, Role.ENTERPRISE, event, detail)
        await write_audit(tx, line)
        await verify_declared(tx, enterprise.id, now)
        tx.created(enterprise.id)
    return enterprise.id


class StatedFirm(FirmAsRead, Protocol):
    """A firm's particulars, or what of them was understood."""

    @property
    def code_on_licence(self) -> bool | None: ...


def registration_problems(given: StatedFirm, *, own: OwnPlaces, clock: Clock) -> list[Reason]:
    """What the rules say of the fields that were understood."""
    stated = {normalise_uscc(given.uscc)} if given.code_on_licence and given.uscc else ()
    return particulars_problems(given.uscc, given, today=clock.today(), own=own, on_licence=stated)
