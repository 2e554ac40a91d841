"""Seeds the demonstration's platforms; a second start finds them and changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from models.programme.platform_file import PlatformEntry
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.platforms import Participation, Platform
from server.clock import Clock
from server.features.platforms.plan_versions import PlanTerms, make_version
from server.features.platforms.reindex import reindex
from server.features.platforms.set_payee import PayeeAccount, set_payee
from server.features.platforms.set_payee import organisation as payee_of
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shuangtui seed'))"


async def seed_platforms(
    entries: Sequence[PlatformEntry], edition: str, *, keyring: Keyring, clock: Clock
) -> int:
    """Make the platforms that are not there and enter all in the edition; how many were made.

    What a platform changed itself stays, and so does a participation that was withdrawn.
    """
    made = 0
    async with transaction() as tx:
        await tx.raw.execute(_ONE_AT_A_TIME)
        for entry in entries:
            platform = await _find(tx, entry)
            if platform is None:
                platform = await _make(tx, entry, keyring=keyring, now=clock.now())
                made += 1
            for track in entry.modes:
                await _enter(tx, platform, edition, track, now=clock.now())
    return made


async def _find(tx: Tx, entry: PlatformEntry) -> Platform | None:
    return await Platform.get_or_none(
        organisation__kind="platform", organisation__name=entry.name, using_db=tx.connection
    )


async def _make(tx: Tx, entry: PlatformEntry, *, keyring: Keyring, now: datetime) -> Platform:
    organisation, _ = await Organisation.get_or_create(
        kind="platform",
        name=entry.name,
        defaults={"district": entry.district, "created_at": now},
        using_db=tx.connection,
    )
    platform = await Platform.create(
        id=new_id(),
        organisation_id=organisation.id,
        name=entry.name,
        summary=entry.summary,
        district=entry.district,
        categories=list(entry.categories),
        created_at=now,
        using_db=tx.connection,
    )
    await _offer(tx, platform, entry, now=now)
    payee = PayeeAccount(entry.payee.name, entry.payee.bank, entry.payee.account)
    await set_payee(tx, payee_of(organisation.id), payee, keyring=keyring, now=now, verified_at=now)
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


async def _enter(tx: Tx, platform: Platform, edition: str, track: str, *, now: datetime) -> None:
    key = {"platform_id": platform.id, "edition_id": edition, "track": track}
    if not await Participation.filter(**key).using_db(tx.connection).exists():
        await Participation.create(**key, since_at=now, using_db=tx.connection)
