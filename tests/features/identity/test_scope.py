"""A grant as a filter and as a judgement: both reach the same, and no neighbour's."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest_asyncio

from models.tables.applications import Application
from models.tables.enterprises import Enterprise, EnterpriseMember
from models.tables.ids import new_id
from models.tables.people import Organisation, User
from models.tables.platforms import Platform
from models.tables.programmes import Edition, Programme, RuleVersion
from server.edge.web.auth import ActiveGrant, Identity
from server.features.identity.conflicts import has_conflict
from server.features.identity.scope import Scope, Subject
from server.features.identity.subjects import find_subject
from server.roles import Role
from tests.world.application import World

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DISTRICTS = ("徐汇区", "黄浦区")


@dataclass(frozen=True)
class Realm:
    """Two authorities with a programme each, two editions of each, two platforms."""

    authorities: dict[str, UUID]
    platforms: dict[str, UUID]
    applications: tuple[UUID, ...]
    enterprise: UUID


async def _organisation(kind: str, name: str) -> UUID:
    return (await Organisation.create(kind=kind, name=name, created_at=NOW)).id


async def _edition(programme: str, year: int) -> RuleVersion:
    code = f"{programme}-{year}"
    await Edition.create(code=code, programme_id=programme, year=year, opens_at=NOW, closes_at=NOW)
    return await RuleVersion.create(
        edition_id=code, number=1, definition={}, definition_hash="0" * 64, published_at=NOW
    )


async def _platform(name: str) -> tuple[UUID, UUID]:
    organisation = await _organisation("platform", name)
    made = await Platform.create(
        organisation_id=organisation, name=name, summary="", district="徐汇区", created_at=NOW
    )
    return made.id, organisation


async def _enterprise() -> UUID:
    made = await Enterprise.create(
        uscc="91310104MA1000001X",
        name="样例",
        district="徐汇区",
        sector="x",
        employees=1,
        annual_revenue_fen=1,
        registered_on=NOW.date(),
        registered_city="上海",
        in_service_zone=False,
        state="claimed",
        created_at=NOW,
    )
    return made.id


async def _apply(version: RuleVersion, district: str, platform: UUID | None, number: int) -> UUID:
    made = await Application.create(
        number=f"A-{number}",
        edition_id=version.edition_id,
        track="copay",
        rule_version_id=version.id,
        platform_id=platform,
        district=district,
        created_by_id=new_id(),
        created_at=NOW,
        updated_at=NOW,
    )
    return made.id


@pytest_asyncio.fixture(loop_scope="session")
async def realm(bare: World) -> AsyncIterator[Realm]:
    async with bare.as_owner():
        authorities, versions = {}, []
        for programme in ("sh-x", "cq-y"):
            authorities[programme] = await _organisation("authority", programme)
            await Programme.create(
                code=programme,
                title=programme,
                region="",
                city="上海市",
                authority_id=authorities[programme],
            )
            versions += [await _edition(programme, year) for year in (2025, 2026)]
        platforms = dict([await _platform("甲"), await _platform("乙")])
        places = product(versions, DISTRICTS, (*platforms, None))
        applications = [await _apply(*place, number) for number, place in enumerate(places)]
        yield Realm(authorities, platforms, tuple(applications), await _enterprise())


def grants(realm: Realm) -> list[ActiveGrant]:
    """Every way to narrow a grant, for every role, some of them for nothing that exists."""
    organisations = [*realm.authorities.values(), *realm.platforms.values(), new_id()]
    return [
        ActiveGrant(role, organisation, programme, edition, district, unbound=unbound)
        for role in (Role.AUTHORITY, Role.PLATFORM, Role.AUDITOR)
        for organisation in organisations
        for programme in (None, "sh-x")
        for edition in (None, "sh-x-2026", "cq-y-2025")
        for district in (None, *DISTRICTS)
        for unbound in (False, True)
    ]


async def test_the_filter_and_the_judgement_agree_for_every_grant(realm: Realm) -> None:
    subjects = {known: await find_subject(known) for known in realm.applications}
    reached_by_any: set[UUID] = set()
    for grant in grants(realm):
        scope = Scope((grant,))
        found = await Application.filter(scope.applications()).values_list("id", flat=True)
        judged = {known for known, it in subjects.items() if it is not None and scope.allows(it)}
        assert set(found) == judged, grant
        reached_by_any |= judged
    assert reached_by_any == set(realm.applications)


async def test_whom_a_grant_reaches_by_example(realm: Realm) -> None:
    ours, theirs = realm.authorities["sh-x"], next(iter(realm.platforms.values()))

    async def reached(*grants: ActiveGrant) -> int:
        return await Application.filter(Scope(grants).applications()).count()

    assert len(realm.applications) == 24
    assert await reached() == 0
    assert await reached(ActiveGrant(Role.AUDITOR, new_id())) == 24
    assert await reached(ActiveGrant(Role.AUTHORITY, ours)) == 12
    assert await reached(ActiveGrant(Role.AUTHORITY, new_id())) == 0
    assert await reached(ActiveGrant(Role.AUTHORITY, new_id(), unbound=True)) == 24
    assert await reached(ActiveGrant(Role.PLATFORM, theirs)) == 8
    assert await reached(ActiveGrant(Role.PLATFORM, theirs, district="徐汇区")) == 4
    first, second = (ActiveGrant(Role.EXPERT, ours, edition_code=f"sh-x-{y}") for y in (2025, 2026))
    assert await reached(first) == 6
    assert await reached(first, second) == 12


async def test_a_prefix_reaches_through_a_relation(realm: Realm) -> None:
    scope = Scope((ActiveGrant(Role.AUTHORITY, realm.authorities["sh-x"], district="徐汇区"),))
    editions = await Edition.filter(scope.applications("applications__")).distinct()
    assert {edition.code for edition in editions} == {"sh-x-2025", "sh-x-2026"}
    nobody = await Edition.filter(Scope(()).applications("applications__")).count()
    assert nobody == 0


async def test_an_edition_is_reached_as_a_whole_or_not(realm: Realm) -> None:
    ours = realm.authorities["sh-x"]
    whole = Scope((ActiveGrant(Role.AUTHORITY, ours),))
    part = Scope((ActiveGrant(Role.AUTHORITY, ours, district="徐汇区"),))
    assert await Edition.filter(whole.editions()).count() == 2
    assert await Edition.filter(part.editions()).count() == 0
    edition = Subject("sh-x-2026", "sh-x", ours)
    assert whole.allows(edition)
    assert not part.allows(edition)


async def test_nobody_acts_on_their_own_organisation(realm: Realm) -> None:
    user = await User.create(username="both", created_at=NOW)
    mine, other = list(realm.platforms.values())
    grants = (ActiveGrant(Role.AUDITOR, new_id()), ActiveGrant(Role.PLATFORM, mine))
    roles = frozenset({Role.AUDITOR, Role.PLATFORM})
    identity = Identity(user.id, "", roles, grants)

    async def conflict(role: str, platform: UUID | None) -> bool:
        return await has_conflict(
            identity,
            role=role,
            enterprise_id=realm.enterprise,
            platform_organisation_id=platform,
        )

    assert await conflict(Role.AUDITOR, mine)
    assert not await conflict(Role.PLATFORM, mine), "its own clients are its duty"
    assert not await conflict(Role.AUDITOR, other)
    assert not await conflict(Role.AUDITOR, None)
    await EnterpriseMember.create(
        enterprise_id=realm.enterprise, user_id=user.id, role="staff", joined_at=NOW
    )
    for role, platform in product(roles, (mine, other, None)):
        assert await conflict(role, platform)


async def test_an_application_that_is_not_there_has_no_subject(realm: Realm) -> None:
    assert await find_subject(new_id()) is None
