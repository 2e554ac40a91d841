"""A firm is its city's from its first moment, whatever it does; finding 3 of the trial turned round."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests.world.accounts import events
from tests.world.application import World
from tests.world.cities import publish_city
from tests.world.client import Person

SHANGHAI = "sh-shuangtui"
LISHUI, YANGZHOU = "lishui-ecommerce", "yangzhou-internet-plus"
CHONGQING, RONGCHANG = "cq-info-platform", "cq-rongchang-ecommerce"
READERS = ("authority", "district", "inspector")


@dataclass
class Firm:
    """A registered firm that has applied for nothing, and a dispute about it."""

    owner: Person
    id: str
    dispute: str


async def disputed_firm(world: World, **where: Any) -> Firm:
    owner, claimant = await world.sme(), await world.sme()
    firm = await owner.enterprise(**where)
    body = {"uscc": firm["uscc"], "reason": "这是我的公司"}
    dispute = (await claimant.post("/enterprises/disputes", body)).ok(201)
    return Firm(owner, firm["id"], dispute["id"])


async def listed(who: Person, path: str) -> set[str]:
    """Ids of every page."""
    found: set[str] = set()
    params = {"limit": "100"}
    while True:
        page = (await who.get(path, params=params)).ok()
        found |= {item["id"] for item in page["items"]}
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]


async def is_shown(who: Person, firm: Firm) -> bool:
    """In both lists, or in neither."""
    seen = {
        firm.id in await listed(who, "/enterprises/unverified"),
        firm.dispute in await listed(who, "/enterprises/disputes"),
    }
    assert len(seen) == 1
    return seen.pop()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def cities(world: World) -> None:
    for programme in (LISHUI, YANGZHOU, CHONGQING, RONGCHANG):
        await publish_city(world, programme)


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize("programme", [LISHUI, YANGZHOU, CHONGQING, RONGCHANG])
async def test_another_city_neither_sees_nor_decides(world: World, programme: str) -> None:
    firm = await disputed_firm(world)
    for role in READERS:
        assert not await is_shown(await world.staff(role, programme_code=programme), firm), role
    authority = await world.staff("authority", programme_code=programme)
    for verdict in ({"verdict": "upheld", "reason": "属实"}, {}):
        path = f"/enterprises/disputes/{firm.dispute}/decide"
        (await authority.post(path, verdict)).refused(404, "not_found")
    for role in ("authority", "district"):
        officer = await world.staff(role, programme_code=programme)
        for act in ("verify", "confirm-code"):
            for body in ({"comment": "已核对"}, {"x": 1}):
                answer = await officer.post(f"/enterprises/{firm.id}/{act}", body)
                answer.refused(404, "not_found")
    assert [item["id"] for item in (await firm.owner.get("/enterprises")).ok()["items"]] == [
        firm.id
    ]


@pytest.mark.usefixtures("cities")
async def test_its_own_city_does(world: World) -> None:
    firm = await disputed_firm(world)
    for role in READERS:
        assert await is_shown(await world.staff(role, programme_code=SHANGHAI), firm), role
    officer = await world.staff("district", programme_code=SHANGHAI)
    verified = await officer.post(f"/enterprises/{firm.id}/verify", {"comment": "已核对"})
    assert verified.ok()["state"] == "verified"
    authority = await world.staff("authority", programme_code=SHANGHAI)
    verdict = {"verdict": "upheld", "reason": "属实"}
    path = f"/enterprises/disputes/{firm.dispute}/decide"
    assert (await authority.post(path, verdict)).ok()["state"] == "upheld"


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize(
    ("district", "seen_by"), [("渝中区", {CHONGQING}), ("荣昌区", {CHONGQING, RONGCHANG})]
)
async def test_a_district_s_programme_is_at_home_in_its_district_alone(
    world: World, district: str, seen_by: set[str]
) -> None:
    firm = await disputed_firm(world, district=district)
    for programme in (SHANGHAI, LISHUI, CHONGQING, RONGCHANG):
        for role in READERS:
            reader = await world.staff(role, programme_code=programme)
            assert await is_shown(reader, firm) == (programme in seen_by), (programme, role)


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        ({"district": "浦东新区"}, True),
        ({"district": "黄浦区"}, False),
        ({"programme_code": SHANGHAI, "district": "浦东新区"}, True),
        ({"programme_code": SHANGHAI, "district": "黄浦区"}, False),
        ({"programme_code": LISHUI, "district": "浦东新区"}, False),
        ({"programme_code": LISHUI, "district": "莲都区"}, False),
        ({}, True),
    ],
)
async def test_a_district_s_officer_sees_that_district(
    world: World, scope: dict[str, str], sees: bool
) -> None:
    firm = await disputed_firm(world)
    for role in ("district", "inspector"):
        assert await is_shown(await world.staff(role, **scope), firm) == sees


@pytest.mark.usefixtures("cities")
async def test_a_city_without_a_programme_is_nobody_s_until_the_firm_hands_in(world: World) -> None:
    firm = await disputed_firm(world, district="西湖区", registered_city="杭州市")
    edition = await world.publish()
    made = await firm.owner.draft(edition, enterprise_id=firm.id)
    readers = [await world.staff(role, programme_code=SHANGHAI) for role in READERS]
    of_edition = await world.staff("authority", edition_code=edition)
    for reader in (*readers, of_edition):
        assert not await is_shown(reader, firm), "a draft shows nobody anything"
    everywhere = await world.staff("authority")
    assert await is_shown(everywhere, firm)

    # This programme takes firms of its own city alone; another may take them from everywhere.
    await world.fetch(
        "UPDATE applications SET submitted_at = now() WHERE id::text = $1", made["id"]
    )
    claimant = await world.sme()
    (known,) = await world.fetch("SELECT uscc FROM enterprises WHERE id::text = $1", firm.id)
    body = {"uscc": known["uscc"], "reason": "这是我的公司"}
    later = (await claimant.post("/enterprises/disputes", body)).ok(201)["id"]
    for reader in (*readers, of_edition):
        assert firm.id in await listed(reader, "/enterprises/unverified")
        disputes = await listed(reader, "/enterprises/disputes")
        assert later in disputes
        assert firm.dispute not in disputes, "applying elsewhere gives a dispute no other judge"
    elsewhere = await world.staff("authority", edition_code=await world.publish())
    assert firm.id not in await listed(elsewhere, "/enterprises/unverified")


def _as_it_is(firm: dict[str, Any], **changes: Any) -> dict[str, Any]:
    ours = ("id", "state", "code_basis", "verified_at", "version")
    return {name: value for name, value in firm.items() if name not in ours} | changes


@pytest.mark.usefixtures("cities")
async def test_a_disputed_firm_cannot_move_to_another_judge(world: World) -> None:
    firm = await disputed_firm(world)
    (known,) = (await firm.owner.get("/enterprises")).ok()["items"]
    moves = (
        {"registered_city": "丽水市", "district": "莲都区"},
        {"district": "黄浦区"},
        {"registered_city": "丽水", "district": "莲都"},
    )
    for move in moves:
        answer = await firm.owner.put(f"/enterprises/{firm.id}", _as_it_is(known, **move))
        assert answer.reasons() == {(name, "fixed") for name in move}
    same = _as_it_is(known, district="浦东", registered_city="上海", employees=43)
    assert (await firm.owner.put(f"/enterprises/{firm.id}", same)).ok()["employees"] == 43

    authority = await world.staff("authority", programme_code=SHANGHAI)
    dismissed = {"verdict": "dismissed", "reason": "不成立"}
    (await authority.post(f"/enterprises/disputes/{firm.dispute}/decide", dismissed)).ok()
    (await firm.owner.put(f"/enterprises/{firm.id}", _as_it_is(known, **moves[0]))).ok()
    # What was decided stays with who decided.
    params = {"state": "dismissed", "limit": "100"}
    for programme, kept in ((SHANGHAI, True), (LISHUI, False)):
        judge = await world.staff("authority", programme_code=programme)
        page = (await judge.get("/enterprises/disputes", params=params)).ok()["items"]
        assert (firm.dispute in [item["id"] for item in page]) == kept


@pytest.mark.usefixtures("cities")
async def test_a_firm_that_moves_is_the_other_city_s_to_verify(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    here = await world.staff("district", programme_code=SHANGHAI)
    there = await world.staff("district", programme_code=LISHUI)
    (await here.post(f"/enterprises/{firm['id']}/verify", {})).ok()
    within = _as_it_is(firm, district="黄浦区")
    assert (await owner.put(f"/enterprises/{firm['id']}", within)).ok()["state"] == "verified"
    moved = _as_it_is(firm, registered_city="丽水市", district="莲都区")
    assert (await owner.put(f"/enterprises/{firm['id']}", moved)).ok()["state"] == "claimed"
    assert (await events(world, UUID(firm["id"])))[-2:] == [
        "enterprise.changed",
        "enterprise.unverified",
    ]
    (await here.post(f"/enterprises/{firm['id']}/verify", {})).refused(404, "not_found")
    assert (await there.post(f"/enterprises/{firm['id']}/verify", {})).ok()["state"] == "verified"


@pytest.mark.usefixtures("cities")
async def test_a_phone_that_was_declared_here_verifies_nothing_there(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    phone = {"code": "sandbox-phone-13812340071"}
    (await owner.post("/session/phone", phone)).ok()
    await world.fetch(
        "UPDATE enterprises SET declared_phone_index = (SELECT phone_index FROM users WHERE id = $2)"
        " WHERE id = $1",
        UUID(firm["id"]),
        owner.id,
    )
    (await owner.post("/session/phone", phone)).ok()
    assert await _state(world, firm) == "verified"
    moved = _as_it_is(firm, registered_city="丽水市", district="莲都区")
    assert (await owner.put(f"/enterprises/{firm['id']}", moved)).ok()["state"] == "claimed"
    (await owner.post("/session/phone", phone)).ok()
    assert await _state(world, firm) == "claimed"


async def _state(world: World, firm: dict[str, Any]) -> str:
    (row,) = await world.fetch("SELECT state FROM enterprises WHERE id = $1", UUID(firm["id"]))
    return str(row["state"])
