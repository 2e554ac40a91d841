"""A platform's clients: where each one's money stands, whose turn by when, found and sorted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
import pytest_asyncio

from server.edge.web.params import encode_cursor
from tests.features.payouts.payout_steps import confirm
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import approved, audited, platform_of
from tests.world.verified import pay_out

PATH = "/platform/applications"


@dataclass
class Clients:
    """Four clients of one platform in an edition of their own, at four places of the path."""

    world: World
    edition: str
    person: Person
    at_platform: dict[str, Any]
    locked: dict[str, Any]
    payable: dict[str, Any]
    paid: dict[str, Any]

    async def page(self, **given: Any) -> dict[str, Any]:
        return dict((await self.person.get(PATH, params={"edition": self.edition, **given})).ok())

    async def ids(self, **given: Any) -> list[str]:
        return [item["id"] for item in (await self.page(**given))["items"]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def clients(world: World) -> Clients:
    edition, owner = await world.publish(), await world.sme()
    fees = (400_000, 1_234_567, 600_000, 999_999)
    places = ("徐汇区", "浦东新区", "黄浦区", "浦东新区")
    made = []
    for name, (fee_fen, place) in zip("丁甲丙乙", zip(fees, places, strict=True), strict=True):
        firm = await owner.enterprise(name=f"{name}示例制造有限公司", district=place)
        given = {"enterprise_id": firm["id"], "fee_fen": fee_fen, "paid_fen": fee_fen}
        made.append(await owner.submitted(edition, **given) | {"uscc": firm["uscc"]})
    at_platform, locked, payable, paid = made
    await approved(world, paid)
    await confirm(world, await pay_out(world, edition))
    await approved(world, payable)
    await audited(world, locked)
    person = await platform_of(world, locked)
    return Clients(world, edition, person, at_platform, locked, payable, paid)


async def test_money_stands_in_one_place_and_adds_up(clients: Clients) -> None:
    page = await clients.page()
    by_id = {item["id"]: item for item in page["items"]}
    amounts = {
        key: (item["expected_fen"], item["locked_fen"], item["disbursed_fen"])
        for key, item in by_id.items()
    }
    award_fen = {key: item["award_fen"] for key, item in by_id.items()}
    assert amounts == {
        (one := clients.at_platform["id"]): (award_fen[one], 0, 0),
        (one := clients.locked["id"]): (0, award_fen[one], 0),
        (one := clients.payable["id"]): (0, award_fen[one], 0),
        (one := clients.paid["id"]): (0, 0, award_fen[one]),
    }
    assert page["totals"] == {
        "count": 4,
        "expected_fen": 160_000,
        "locked_fen": 493_826 + 240_000,
        "disbursed_fen": 399_999,
    }


async def test_whose_turn_and_what_is_known_of_the_firm(clients: Clients) -> None:
    by_id = {item["id"]: item for item in (await clients.page())["items"]}
    turns = [
        by_id[one["id"]]["turn"]
        for one in (clients.at_platform, clients.locked, clients.payable, clients.paid)
    ]
    assert turns == ["platform", "authority", "authority", None]
    item = by_id[clients.at_platform["id"]]
    told = {name: item[name] for name in ("uscc", "district", "filed_by", "confirmed_at", "due_on")}
    assert told == {
        "uscc": clients.at_platform["uscc"],
        "district": "徐汇区",
        "filed_by": "enterprise",
        "confirmed_at": None,
        "due_on": None,
    }
    own = (await clients.person.get(f"{PATH}/{item['id']}")).ok()
    same = ("number", "edition", "track", "status", "enterprise", "labels", "next", "allowed")
    assert {name: item[name] for name in same} == {name: own[name] for name in same}
    assert item["allowed"] == ["endorse"]
    sizes = [len(msgspec.json.encode(one)) for one in by_id.values()]
    assert max(sizes) <= 950, sizes
    assert item["next"]["text"] == "请核对这份申请，选择推荐、退回补正或不推荐"


@pytest.mark.parametrize("sort", ["submitted", "due", "amount", "name"])
async def test_pages_of_one_are_the_whole_list(clients: Clients, sort: str) -> None:
    whole, one_by_one, cursor = await clients.ids(sort=sort), [], None
    for _ in range(4):
        page = await clients.page(sort=sort, limit="1", **({"cursor": cursor} if cursor else {}))
        one_by_one += [item["id"] for item in page["items"]]
        assert page["totals"]["count"] == 4, "of all, not of the page"
        cursor = page["next_cursor"]
    assert (one_by_one, cursor) == (whole, None)


async def test_sorted_as_asked(clients: Clients) -> None:
    at_platform, locked, payable, paid = (
        one["id"] for one in (clients.at_platform, clients.locked, clients.payable, clients.paid)
    )
    assert await clients.ids() == [paid, payable, locked, at_platform]
    assert await clients.ids(sort="amount") == [locked, paid, payable, at_platform]
    # bǐng, dīng, jiǎ, yǐ: not the order of their code points (丁 丙 乙 甲).
    assert await clients.ids(sort="name") == [payable, at_platform, locked, paid]
    by_amount = await clients.page(sort="amount", limit="1")
    other = {"edition": clients.edition, "sort": "due", "cursor": by_amount["next_cursor"]}
    (await clients.person.get(PATH, params=other)).refused(422, "invalid")
    forged = encode_cursor(10**30, UUID(paid))
    (await clients.person.get(PATH, params=other | {"cursor": forged, "sort": "amount"})).refused(
        422, "invalid"
    )


async def test_narrowed_with_sums_of_what_is_left(clients: Clients) -> None:
    at_platform, locked, payable, paid = (
        one["id"] for one in (clients.at_platform, clients.locked, clients.payable, clients.paid)
    )
    for given, expected in (
        ({"stage": "endorse"}, {at_platform}),
        ({"status": "paid"}, {paid}),
        ({"district": "浦东新区"}, {locked, paid}),
        ({"track": "copay"}, {at_platform, locked, payable, paid}),
        ({"track": "expansion"}, set()),
        ({"queue": "pending"}, {at_platform}),
        ({"queue": "locked"}, {locked, payable, paid}),
        ({"confirmation": "waiting"}, set()),
        ({"q": clients.locked["uscc"].lower()}, {locked}),
        ({"q": "丙示例"}, {payable}),
    ):
        page = await clients.page(**given)
        assert {item["id"] for item in page["items"]} == expected, given
        assert page["totals"]["count"] == len(expected), given
    (await clients.person.get(PATH, params={"edition": "no-such"})).refused(422, "invalid")


async def test_one_that_waits_in_the_line_is_promised_nothing(clients: Clients) -> None:
    one = UUID(clients.at_platform["id"])
    put = "UPDATE claims SET state = $2 WHERE application_id = $1"
    await clients.world.fetch(put, one, "waiting")
    try:
        page = await clients.page(queue="waiting")
        assert [item["id"] for item in page["items"]] == [clients.at_platform["id"]]
        assert page["totals"]["expected_fen"] == 0
    finally:
        await clients.world.fetch(put, one, "pending")


async def test_due_and_overdue_by_the_open_step_or_the_correction(clients: Clients) -> None:
    today = clients.world.ports.clock.today()
    one, put = clients.locked["id"], "UPDATE reviews SET due_on = $2 WHERE application_id = $1"
    try:
        for days, found in ((-1, "overdue"), (0, "soon"), (7, "soon"), (8, None)):
            day: date = today + timedelta(days=days)
            await clients.world.fetch(put, UUID(one), day)
            for due in ("overdue", "soon"):
                assert await clients.ids(due=due) == ([one] if due == found else []), days
        assert (await clients.page(sort="due"))["items"][0]["due_on"] == day.isoformat()
    finally:
        await clients.world.fetch(put, UUID(one), None)


async def test_what_was_returned_is_the_firms_turn_until_its_day(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    person = await platform_of(world, application)
    body = {"verdict": "return", "items": [{"item": "contract_no", "reason": "请核对合同编号"}]}
    returned = (await person.post(f"{PATH}/{application['id']}/endorse", body)).ok()
    (item,) = (await person.get(PATH, params={"edition": edition})).ok()["items"]
    (correction,) = returned["corrections"]
    assert (item["turn"], item["due_on"]) == ("enterprise", correction["due_on"])
    # The notice's span of working days: the day itself is the last that counts.
    assert item["workdays_left"] == 5
    assert item["expected_fen"] == item["award_fen"]


async def test_what_ended_expects_nothing(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await owner.post(f"/applications/{application['id']}/withdraw")).ok()
    person = await platform_of(world, application)
    page = (await person.get(PATH, params={"edition": edition})).ok()
    assert page["totals"] == {
        "count": 1,
        "expected_fen": 0,
        "locked_fen": 0,
        "disbursed_fen": 0,
    }
    assert page["items"][0]["turn"] is None


async def test_what_the_platform_filed_waits_for_the_firms_word(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    person = await platform_of(world, application)
    one = UUID(application["id"])
    await world.fetch("UPDATE applications SET filed_by = 'platform' WHERE id = $1", one)

    async def ids(confirmation: str) -> list[str]:
        given = {"edition": edition, "confirmation": confirmation}
        return [item["id"] for item in (await person.get(PATH, params=given)).ok()["items"]]

    assert (await ids("waiting"), await ids("confirmed")) == ([application["id"]], [])
    await world.fetch("UPDATE applications SET confirmed_at = now() WHERE id = $1", one)
    assert (await ids("waiting"), await ids("confirmed")) == ([], [application["id"]])


async def test_another_platform_sees_neither_clients_nor_sums(clients: Clients) -> None:
    other = await clients.world.fetch(
        "SELECT platform_id FROM participations WHERE edition_id = $1 AND track = 'copay'"
        " AND platform_id <> $2 LIMIT 1",
        clients.edition,
        UUID(clients.locked["platform"]["id"]),
    )
    person = await clients.world.staff("platform", platform_id=str(other[0]["platform_id"]))
    page = (await person.get(PATH, params={"edition": clients.edition})).ok()
    assert (page["items"], page["totals"]["count"], page["totals"]["locked_fen"]) == ([], 0, 0)
