"""Shows a platform to its own operators, with its payee and where it takes part."""

from uuid import UUID

from models.tables.enterprises import Enterprise
from models.tables.platforms import Participation, Payee
from server.clock import Clock
from server.features.platforms.pricing import find_pricing
from server.features.platforms.schemas import OwnPlatformView, ParticipationView, PayeeView
from server.features.platforms.set_payee import find_payee, organisation
from server.features.platforms.show import get_platform, list_offered_plans
from storage.postgres.core.transaction import postgres_errors


async def get_profile(platform_id: UUID, *, clock: Clock) -> OwnPlatformView:
    """The profile, the account masked. Raises NotFound."""
    platform = await get_platform(platform_id)
    with postgres_errors():
        firm = await Enterprise.get_or_none(id=platform.enterprise_id)
        payee = await find_payee(organisation(platform.organisation_id))
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
        payee=None if payee is None else _payee(payee),
        participations=[ParticipationView(part.edition_id, part.track) for part in parts],
        edition=pricing.edition,
        plans=[pricing.show(plan) for plan in plans],
        version=platform.version,
    )


def _payee(payee: Payee) -> PayeeView:
    verified = payee.verified_at is not None
    return PayeeView(payee.name, payee.bank, payee.account_masked, verified)
