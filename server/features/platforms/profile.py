"""Shows a platform to its own operators, with its payee and where it takes part."""

from uuid import UUID

from models.tables.enterprises import Enterprise
from models.tables.people import User
from models.tables.platforms import Participation, Payee
from server.clock import Clock
from server.features.platforms.pricing import find_pricing
from server.features.platforms.schemas import (
    OwnPlatformView,
    ParticipationView,
    PayeeView,
    ProposedPayeeView,
)
from server.features.platforms.set_payee import find_payee, find_proposed, organisation
from server.features.platforms.show import get_platform, list_offered_plans
from storage.postgres.core.transaction import postgres_errors


async def get_profile(platform_id: UUID, *, user_id: UUID, clock: Clock) -> OwnPlatformView:
    """The profile as that person sees it, the account masked. Raises NotFound."""
    platform = await get_platform(platform_id)
    with postgres_errors():
        firm = await Enterprise.get_or_none(id=platform.enterprise_id)
        owner = organisation(platform.organisation_id)
        payee, proposed = await find_payee(owner), await find_proposed(owner)
        pending = None if proposed is None else await _proposed(proposed, user_id)
        parts = await Participation.filter(
            platform_id=platform_id, withdrawn_at__isnull=True
        ).order_by("edition_id", "track")
        plans = await list_offered_plans(platform_id)
    pricing = await find_pricing(platform_id, None, now=clock.now())
    return OwnPlatformView(
        id=platform.id,
        name=platform.name,
        summary=platform.summary,
        district=platform.district,
        categories=list(platform.categories),
        contact=platform.contact,
        uscc=None if firm is None else firm.uscc,
        enterprise_id=platform.enterprise_id,
        payee=None if payee is None else _payee(payee, pending),
        participations=[ParticipationView(part.edition_id, part.track) for part in parts],
        phone=platform.phone,
        website=platform.website,
        address=platform.address,
        edition=pricing.edition,
        plans=[pricing.show(plan) for plan in plans],
        version=platform.version,
    )


def _payee(payee: Payee, proposed: ProposedPayeeView | None) -> PayeeView:
    return PayeeView(
        payee.name,
        payee.bank,
        payee.account_masked,
        payee.state == "verified",
        payee.state,  # type: ignore[arg-type]  # a column
        payee.refusal,
        proposed,
    )


async def _proposed(payee: Payee, user_id: UUID) -> ProposedPayeeView:
    proposer = await User.get_or_none(id=payee.changed_by_id)
    return ProposedPayeeView(
        payee.id,
        payee.name,
        payee.bank,
        payee.account_masked,
        None if proposer is None else proposer.username,
        payee.created_at,
        payee.changed_by_id == user_id,
    )
