"""Seeds the demonstration's platforms; a second start finds them and changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from models.programme.platform_file import PlatformEntry
from models.rules.places.find import find_district
from models.rules.text.compared import compared
from models.tables.platforms import Participation, Platform
from server.clock import Clock
from server.features.platforms.plan_versions import PlanTerms, make_version
from server.features.platforms.reindex import reindex
from server.features.platforms.set_payee import PayeeAccount, set_payee
from server.features.platforms.set_payee import organisation as payee_of
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.organisations import find_or_add_organisation
from storage.postgres.own_places import read_own_places
from storage.postgres.participations import join_each
from storage.postgres.platforms import add_profile

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shuangtui seed'))"


async def seed_platforms(
    entries: Sequence[PlatformEntry], edition: str, *, keyring: Keyring, clock: Clock
) -> int:
    """Make the platforms that are not there and enter all in the edition; how many were made.

    What a platform changed itself stays, and so does a participation that was withdrawn.
    """
    made = 0
    own = await read_own_places()
    async with transaction() as tx:
        await tx.raw.execute(_ONE_AT_A_TIME)
        known = await _known(tx, entries)
        for entry in entries:
            name = compared(entry.name)
            if name not in known:
                place = find_district(entry.district, own=own.zones, regions=own.regions).place
                district = entry.district if place is None else place.value
                entry = replace(entry, district=district)
                known[name] = await _make(tx, entry, keyring=keyring, now=clock.now())
                made += 1
        modes = {known[compared(entry.name)].id: entry.modes for entry in entries}
        await _enter(tx, modes, edition, now=clock.now())
    return made


async def _known(tx: Tx, entries: Sequence[PlatformEntry]) -> dict[str, Platform]:
    """The platforms of these names, as names are compared; of several the oldest."""
    names = [compared(entry.name) for entry in entries]
    rows = Platform.filter(
        organisation__kind="platform", organisation__name_compared__in=names
    ).select_related("organisation")
    latest_first = await rows.using_db(tx.connection).order_by("-id")
    return {row.organisation.name_compared: row for row in latest_first}


async def _make(tx: Tx, entry: PlatformEntry, *, keyring: Keyring, now: datetime) -> Platform:
    organisation_id = await find_or_add_organisation(
        tx, "platform", entry.name, district=entry.district, at=now
    )
    platform = Platform(
        organisation_id=organisation_id,
        name=entry.name,
        summary=entry.summary,
        district=entry.district,
        categories=list(entry.categories),
        phone=entry.phone,
        created_at=now,
    )
    await add_profile(tx, platform)
    await _offer(tx, platform, entry, now=now)
    payee = PayeeAccount(entry.payee.name, entry.payee.bank, entry.payee.account)
    await set_payee(tx, payee_of(organisation_id), payee, keyring=keyring, now=now, seeded=True)
    return platform


async def _offer(tx: Tx, platform: Platform, entry: PlatformEntry, *, now: datetime) -> None:
    for plan in entry.plans:
        terms = PlanTerms(
            title=plan.title,
            description=plan.description,
            fee_fen=plan.fee_fen,
            period_months=plan.period_months,
        )
        await make_version(tx, platform, terms, now=now)
    await reindex(tx, platform)


async def _enter(
    tx: Tx, modes: Mapping[UUID, Sequence[str]], edition: str, *, now: datetime
) -> None:
    """`modes` by platform. A participation that was withdrawn is one that the platform had."""
    had = Participation.filter(platform_id__in=list(modes), edition_id=edition)
    known = {(row.platform_id, row.track) for row in await had.using_db(tx.connection)}
    wanted = [(platform_id, track) for platform_id, tracks in modes.items() for track in tracks]
    await join_each(tx, edition, [one for one in wanted if one not in known], at=now)
