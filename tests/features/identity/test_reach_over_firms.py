"""What a scope reaches of firms is what the list of matters without an officer leaves out."""

from typing import Any
from uuid import UUID

import pytest_asyncio

from models.tables.enterprises import Dispute, Enterprise
from models.tables.people import Grant, Organisation
from server.edge.web.auth import ActiveGrant
from server.features.identity.scope import Scope
from server.features.programmes.publish import publish_editions
from storage.postgres.core.transaction import transaction
from storage.postgres.reach import who_reaches_dispute
from storage.postgres.without_officer import UnheldMatter, list_without_officer
from tests.world.accounts import add_account
from tests.world.application import World
from tests.world.cities import city_definition

LISHUI, CHONGQING, RONGCHANG = "lishui-ecommerce", "cq-info-platform", "cq-rongchang-ecommerce"
PLACES = (
    {"district": "浦东新区"},
    {"district": "荣昌区"},
    {"district": "渝中区"},
    {"district": "莲都区"},
    {"district": "西湖区", "registered_city": "杭州市"},
)
GRANTS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("authority", {}, 5),
    ("authority", {"programme_code": LISHUI}, 2),
    ("authority", {"programme_code": CHONGQING}, 2),
    ("authority", {"programme_code": RONGCHANG}, 1),
    ("authority", {"edition_code": "lishui"}, 1),
    ("district", {"programme_code": LISHUI}, 2),
    ("district", {"programme_code": LISHUI, "district": "莲都区"}, 1),
    ("district", {"programme_code": LISHUI, "district": "浦东新区"}, 0),
    ("district", {"programme_code": CHONGQING, "district": "荣昌区"}, 1),
    ("district", {"programme_code": RONGCHANG, "district": "渝中区"}, 0),
    ("district", {"district": "浦东新区"}, 1),
    ("district", {"edition_code": "lishui", "district": "莲都区"}, 0),
)


@pytest_asyncio.fixture(loop_scope="session")
async def edition(bare: World) -> str:
    """Three programmes' firms and disputes; who is of Hangzhou has handed in in Lishui's edition."""
    definitions = [city_definition(programme) for programme in (LISHUI, CHONGQING, RONGCHANG)]
    async with bare.as_owner():
        await publish_editions(definitions, clock=bare.ports.clock)
    code = definitions[0].edition.code
    track = next(track for track in definitions[0].tracks if track.applicant == "enterprise")
    for place in PLACES:
        owner, claimant = await bare.sme(), await bare.sme()
        firm = await owner.enterprise(**place)
        if "registered_city" in place:
            body = {"edition": code, "track": track.code, "enterprise_id": firm["id"]}
            (await owner.post("/applications", body)).ok(201)
            await bare.fetch("UPDATE applications SET submitted_at = now()")
        said = {"uscc": firm["uscc"], "reason": "这是我的企业"}
        (await claimant.post("/enterprises/disputes", said)).ok(201)
    return code


async def test_both_say_the_same(bare: World, edition: str) -> None:
    for number, (role, scope, reached) in enumerate(GRANTS):
        user_id = await _granted(bare, f"only-{number}", role, scope, edition)
        async with bare.as_app():
            grant = await Grant.get(user_id=user_id)
            within = Scope((await _active(grant),))
            firms = {firm.id for firm in await Enterprise.filter(within.firms())}
            disputes = {dispute.id for dispute in await Dispute.filter(within.disputes())}
            unheld = await list_without_officer(None, None, 100)
            told = {each.id for each in await Dispute.all() if await _is_told(each.id, user_id)}
        assert told == disputes, "whoever may decide it is told of it, and nobody else"
        assert (len(firms), len(disputes)) == (reached, reached), (role, scope)
        for kind, seen in (("enterprise", firms), ("dispute", disputes)):
            left = _of(kind, unheld)
            assert not seen & left, (role, scope)
            assert len(seen) + len(left) == len(PLACES), (role, scope)
        await bare.fetch("DELETE FROM grants")


async def test_what_nobody_reaches_is_shown_where_it_lies(bare: World, edition: str) -> None:
    async with bare.as_app():
        shown = await list_without_officer([edition], None, 100)
        everything = await list_without_officer(None, None, 100)
    assert {one.district for one in shown} == {"莲都区"}
    assert len(_of("enterprise", everything)) == len(PLACES)


async def _is_told(dispute_id: UUID, user_id: UUID) -> bool:
    async with transaction() as tx:
        return user_id in await who_reaches_dispute(tx, dispute_id)


async def _granted(
    bare: World, username: str, role: str, scope: dict[str, Any], edition: str
) -> UUID:
    given = {name: edition if value == "lishui" else value for name, value in scope.items()}
    if role == "authority" and "edition_code" in given:
        given["organisation_id"] = await _authority(bare, LISHUI)
    return await add_account(bare, username, role, **given)


async def _authority(bare: World, programme: str) -> UUID:
    (row,) = await bare.fetch("SELECT authority_id FROM programmes WHERE code = $1", programme)
    found: UUID = row["authority_id"]
    return found


async def _active(grant: Grant) -> ActiveGrant:
    held_for = await Organisation.get(id=grant.organisation_id)
    return ActiveGrant(
        grant.role,
        grant.organisation_id,
        grant.programme_code,
        grant.edition_code,
        grant.district,
        unbound=held_for.kind == "operator",
    )


def _of(kind: str, matters: list[UnheldMatter]) -> set[UUID]:
    return {matter.id for matter in matters if matter.kind == kind}
