"""Another person of the platform confirms a proposed account, or discards it."""

from datetime import datetime
from uuid import UUID

from models.rules.reasons import Text
from models.tables.platforms import Payee, Platform
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.bodies import Body
from server.errors import AppError
from server.features.messages.events.of_payees import PAYEE_CHANGED
from server.features.platforms.access import lock_platform, own_platform_id
from server.features.platforms.set_payee import (
    PayeeChanged,
    find_payee,
    find_proposed,
    organisation,
)
from server.features.platforms.tell_payee import tell_payee_changed
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.payees import confirm_payee, end_payee


class ProposedAccount(Body, frozen=True):
    """Which one, so that nobody agrees to an account that they have not seen."""

    payee_id: UUID


class NothingProposed(AppError):
    """This account waits for nobody's word any more."""

    status, code = 409, "nothing_proposed"
    title = Text(
        "这个账户变更已不在待确认中：可能已确认、已作废，或又改成了别的账户。请刷新后再看",
        "This change does not wait any more: confirmed, discarded or changed again; reload to see",
    )


class ProposedByYourself(AppError):
    """Whoever proposed an account does not confirm it."""

    status, code = 403, "second_person_needed"
    title = Text(
        "这个收款账户是您提出的，须由另一人确认；请换一位同事办理",
        "You proposed this account; another colleague must confirm it",
    )


async def confirm_account(given: ProposedAccount, *, by: Identity, clock: Clock) -> UUID:
    """The platform's id; the account is named from now on, and not verified yet.

    Confirmed already by this call: nothing happens. Raises NotFound, PlatformNotUnique,
    NothingProposed, ProposedByYourself.
    """
    now = clock.now()
    platform_id = await own_platform_id(by)
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        tx.created(platform.id, status=200)
        owner = organisation(platform.organisation_id)
        current, proposed = await find_payee(owner, tx), await find_proposed(owner, tx)
        if current is not None and current.id == given.payee_id and current.confirmed_by_id:
            return platform.id
        if proposed is None or proposed.id != given.payee_id:
            raise NothingProposed()
        if proposed.changed_by_id == by.user_id:
            raise ProposedByYourself()
        await confirm_payee(tx, current, proposed, by=by.user_id, at=now)
        await write_audit(tx, _line(platform, proposed, "payee.changed", by, now))
        await tell_payee_changed(tx, PayeeChanged(current, proposed), PAYEE_CHANGED, at=now)
    return platform.id


async def discard_account(given: ProposedAccount, *, by: Identity, clock: Clock) -> UUID:
    """The platform's id; anybody of it may, who proposed it too. Discarded already: nothing happens.

    Raises NotFound, PlatformNotUnique, NothingProposed.
    """
    now = clock.now()
    platform_id = await own_platform_id(by)
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        tx.created(platform.id, status=200)
        known = Payee.filter(id=given.payee_id, organisation_id=platform.organisation_id)
        proposed = await known.filter(proposed=True).using_db(tx.connection).first()
        if proposed is None:
            raise NothingProposed()
        if proposed.replaced_at is None:
            await end_payee(tx, proposed, at=now)
            await write_audit(tx, _line(platform, proposed, "payee.discarded", by, now))
    return platform.id


def _line(platform: Platform, payee: Payee, event: str, by: Identity, now: datetime) -> AuditEntry:
    detail = {"payee": str(payee.id)}
    return AuditEntry("platform", platform.id, now, by.user_id, Role.PLATFORM, event, detail)
