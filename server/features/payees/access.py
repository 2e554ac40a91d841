"""Which accounts somebody may reach: those of firms and of platforms in their scope."""

from uuid import UUID

from tortoise.expressions import Q, Subquery

from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.platforms import Participation, Payee, Platform
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.enterprises.access import lock_enterprise, scope_over_firms
from server.features.identity.conflicts import refuse_conflict
from server.features.payees.refusals import AccountReplaced
from server.features.platforms.access import lock_platform
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors


def payees_within(by: Identity, *roles: str) -> Q:
    """A filter for `Payee`: a platform is reached by an edition that it takes part or applies in.

    Raises Forbidden for those without a grant in one of the roles.
    """
    reached = scope_over_firms(by, *roles)
    firms, scope = Enterprise.filter(reached.firms()), reached.editions("edition__")
    taking_part = Participation.filter(scope)
    applied = Application.filter(scope, platform_id__isnull=False)
    platforms = Platform.filter(
        Q(id__in=Subquery(taking_part.values("platform_id")))
        | Q(id__in=Subquery(applied.values("platform_id")))
    )
    return Q(enterprise_id__in=Subquery(firms.values("id"))) | Q(
        organisation_id__in=Subquery(platforms.values("organisation_id"))
    )


async def find_payee_within(payee_id: UUID, by: Identity, *roles: str) -> Payee:
    """Raises Forbidden, NotFound; also for one that waits for its platform's second person."""
    with postgres_errors():
        found = await Payee.filter(payees_within(by, *roles), id=payee_id, proposed=False).first()
    if found is None:
        raise NotFound()
    return found


async def hold_current_payee(tx: Tx, known: Payee, by: Identity) -> tuple[Payee, str, UUID]:
    """The account as it is now, its owner's row locked, with the owner's kind and id.

    Whoever changes an account holds the same row, so what is verified is what is current.
    Raises AccountReplaced, ConflictOfInterest.
    """
    if known.enterprise_id is not None:
        firm = await lock_enterprise(tx, known.enterprise_id)
        kind, owner_id = "enterprise", firm.id
        await refuse_conflict(by, role=Role.AUTHORITY, enterprise_id=firm.id, tx=tx)
    else:
        platform = await Platform.get(organisation_id=known.organisation_id, using_db=tx.connection)
        locked = await lock_platform(tx, platform.id)
        kind, owner_id = "platform", locked.id
        await refuse_conflict(
            by,
            role=Role.AUTHORITY,
            enterprise_id=locked.enterprise_id,
            platform_organisation_id=locked.organisation_id,
            tx=tx,
        )
    payee = await Payee.get(id=known.id, using_db=tx.connection)
    if payee.replaced_at is not None or payee.proposed:
        raise AccountReplaced()
    return payee, kind, owner_id
