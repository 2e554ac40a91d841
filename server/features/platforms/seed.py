"""Seeds the demonstration's platforms; a second start finds them and changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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
from storage.postgres.participations import join_tracks
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
        for entry in entries:
            platform = await _find(tx, entry)
            if platform is None:
                known = find_district(entry.district, own=own.zones, regions=own.regions).place
                district = entry.district if known is None else known.value
                entry = replace(entry, district=district)
                platform = await _make(tx, entry, keyring=keyring, now=clock.now())
                made += 1
            await _enter(tx, platform, edition, entry.modes, now=clock.now())
    return made


async def _find(tx: Tx, entry: PlatformEntry) -> Platform | None:
    known = Platform.filter(
        organisation__kind="platform", organisation__name_compared=compared(entry.name)
    )
    return await known.using_db(tx.connection).order_by("id").first()


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
    tx: Tx, platform: Platform, edition: str, modes: Sequence[str], *, now: datetime
) -> None:
    """A participation that was withdrawn is one that the platform had."""
    had = Participation.filter(platform_id=platform.id, edition_id=edition)
    known = {row.track for row in await had.using_db(tx.connection)}
    new = [track for track in modes if track not in known]
    await join_tracks(tx, platform.id, edition, new, at=now)
