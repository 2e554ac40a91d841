"""A platform's list of new clients: checked row by row, summed into facts, shown to reviewers."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.clock import SHANGHAI
from tests.features.client_lists.audit_pass import AUDITED
from tests.world.application import World
from tests.world.client import particulars, uscc
from tests.world.platforms import (
    OwnPlatform,
    claimed,
    client,
    expansion_draft,
    list_clients,
    taking_part,
)
from tests.world.review_steps import PASS, decide, review_of


async def platform_in_mode_two(world: World) -> tuple[str, OwnPlatform]:
    edition = await world.publish()
    return edition, await taking_part(world, edition, "expansion")


async def test_the_facts_follow_from_the_list(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    assert (await own.staff.get(f"/applications/{draft['id']}/clients")).ok()["clients"] == []
    rows = (
        client(city="苏州市", fee_fen=1_000_001),
        client(city="成都市", fee_fen=2_000_002),
        client(city="南京", fee_fen=3),
    )
    listed = (await list_clients(own.staff, draft, *rows)).ok()
    assert (listed["count"], listed["fees_fen"]) == (3, 3_000_006)
    assert (listed["flagged_count"], listed["flagged_fees_fen"]) == (2, 1_000_004)
    assert listed["flagged_label"]
    assert [row["flagged"] for row in listed["clients"]] == [True, False, True]
    assert [row["number"] for row in listed["clients"]] == [1, 2, 3]
    shown = (await own.staff.get(f"/applications/{draft['id']}")).ok()
    assert shown["version"] == listed["version"] == draft["version"] + 1
    assert shown["facts"] == {
        "new_client_fees_fen": 3_000_006,
        "new_client_count": 3,
        "clients_outside_shanghai": True,
        "clients_newly_signed": True,
    }
    emptied = (await list_clients(own.staff, draft)).ok()
    assert (emptied["count"], emptied["clients"]) == (0, [])
    assert (await own.staff.get(f"/applications/{draft['id']}")).ok()["facts"] == {}


async def test_the_platform_is_no_new_client_of_its_own(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    answer = await list_clients(own.staff, draft, client(), client(uscc=own.firm["uscc"]))
    answer.refused(422, "invalid")
    assert answer.reasons() == {("clients[1].uscc", "own_firm")}


@pytest.mark.parametrize("form", ["%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"])
async def test_a_day_in_a_row_is_one_however_it_is_typed(world: World, form: str) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    day = datetime.now(SHANGHAI).date() - timedelta(days=10)
    listed = await list_clients(own.staff, draft, client(signed_on=day.strftime(form)))
    assert listed.status == 200, listed.body
    (row,) = (await own.staff.get(f"/applications/{draft['id']}/clients")).ok()["clients"]
    assert row["signed_on"] == day.isoformat()


async def test_wrong_rows_are_named_all_at_once(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    today = datetime.now(SHANGHAI).date()
    good = client()
    answer = await list_clients(
        own.staff,
        draft,
        good,
        client(uscc=good["uscc"].lower()),
        client(uscc=uscc()[:-1] + "I"),
        client(city="上海市"),
        client(city="上海"),
        client(city="上海市浦东新区"),
        client(signed_on=(today + timedelta(days=1)).isoformat()),
        client(signed_on=(today - timedelta(days=400)).isoformat()),
    )
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("clients[1].uscc", "duplicate"),
        ("clients[2].uscc", "characters"),
        ("clients[3].city", "excluded_city"),
        ("clients[4].city", "excluded_city"),
        ("clients[5].city", "excluded_city"),
        ("clients[6].signed_on", "in_future"),
        ("clients[7].signed_on", "outside_period"),
    }
    assert answer.body["errors"][0]["cite"] == "三 方式二"
    assert (await own.staff.get(f"/applications/{draft['id']}/clients")).ok()["count"] == 0


async def test_the_list_needs_the_version_and_an_open_application(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    path, body = f"/applications/{draft['id']}/clients", {"clients": [client()]}
    (await own.staff.put(path, body)).refused(428, "version_missing")
    wrong = {"If-Match": '"7"'}
    (await own.staff.put(path, body, headers=wrong)).refused(412, "version_conflict")
    stranger = await world.sme()
    (await stranger.put(path, body, headers=wrong)).refused(404, "not_found")
    (await stranger.get(path)).refused(404, "not_found")
    many = [client() for _ in range(2001)]
    answer = await list_clients(own.staff, draft, *many)
    answer.refused(422, "invalid")
    made = await claimed(await taking_part(world, edition, "expansion"), edition, client())
    inspector = await world.staff("inspector")
    (await inspector.get(f"/applications/{made['id']}/clients")).ok()
    (await inspector.get(path)).refused(404, "not_found")


async def test_two_thousand_clients_fit(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    rows = [client(name=f"苏州示例{'长' * 100}有限公司{n}") for n in range(2000)]
    made = await claimed(own, edition, *rows)
    assert made["facts"]["new_client_count"] == 2000
    assert made["award_fen"] == 2000 * 1_000_000 // 10
    slots = await world.fetch(
        "SELECT count(*) AS n FROM entitlements WHERE application_id = $1::text::uuid"
        " AND exclusion LIKE '%/client'",
        made["id"],
    )
    assert slots[0]["n"] == 2000


async def test_only_a_claim_by_list_has_one(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    (await owner.get(f"/applications/{draft['id']}/clients")).refused(404, "not_found")
    (await list_clients(owner, draft, client())).refused(404, "not_found")


async def test_particulars_keep_what_the_list_stated(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    listed = (await list_clients(own.staff, draft, client())).ok()
    plain = {**particulars({"plan": {"fee_fen": 1}}), "fee_fen": None, "paid_fen": None}
    path = f"/applications/{draft['id']}/particulars"

    async def fill_in(version: int, facts: dict[str, Any]) -> Any:
        headers = {"If-Match": f'"{version}"'}
        return await own.staff.put(path, {**plain, "facts": facts}, headers=headers)

    answer = await fill_in(listed["version"], {"new_client_count": 7})
    assert answer.reasons() == {("facts.new_client_count", "derived")}
    kept = (await fill_in(listed["version"], {})).ok()
    assert kept["facts"]["new_client_count"] == 1
    # A form that sends back what it was shown changes nothing.
    again = (await fill_in(kept["version"], kept["facts"])).ok()
    assert again["facts"] == kept["facts"]


async def test_without_a_list_nothing_is_claimed(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    draft = await expansion_draft(own, edition)
    await own.staff.hand_over_papers(draft)
    answer = await own.staff.post(f"/applications/{draft['id']}/submit")
    answer.refused(409, "incomplete")
    assert ("facts.new_client_fees_fen", "missing") in answer.reasons()


async def test_reviewers_see_the_sums_and_the_list(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    made = await claimed(own, edition, client(fee_fen=5_000_000), client(city="成都市"))
    assert (made["status"], made["stage"], made["award_fen"]) == ("in_review", "audit", 600_000)
    auditor = await world.staff("auditor")
    item = await review_of(auditor, made, "audit")
    review = (await auditor.get(f"/reviews/{item['id']}")).ok()
    assert review["clients"]["count"] == 2
    assert review["clients"]["fees_fen"] == 6_000_000
    assert review["clients"]["flagged_fees_fen"] == 5_000_000
    shown = (await auditor.get(f"/applications/{made['id']}/clients")).ok()
    assert [row["city"] for row in shown["clients"]] == ["苏州市", "成都市"]
    elsewhere = await world.staff("auditor", edition_code=world.edition)
    (await elsewhere.get(f"/applications/{made['id']}/clients")).refused(404, "not_found")
    (await decide(auditor, made, "audit", AUDITED)).ok()
    authority = await world.staff("authority")
    (await decide(authority, made, "approve", PASS)).ok()
    done = (await own.staff.get(f"/applications/{made['id']}")).ok()
    # The platform has named no account yet.
    assert (done["status"], done["stage"]) == ("approved", "payout")


async def test_a_list_that_was_sent_back_is_counted_anew(world: World) -> None:
    edition, own = await platform_in_mode_two(world)
    first, second, third = client(), client(), client()
    made = await claimed(own, edition, first, second)
    (await list_clients(own.staff, made, first)).refused(409, "not_editable")
    auditor = await world.staff("auditor")
    items = [{"item": "clients", "reason": "第 2 行不是新增用户"}]
    returned = {"verdict": "return", "comment": "请更正", "items": items}
    (await decide(auditor, made, "audit", returned)).ok()
    path = f"/applications/{made['id']}/submit"
    for same in (False, True):
        if same:
            (await list_clients(own.staff, made, first, second)).ok()
        assert (await own.staff.post(path)).reasons() == {("clients", "untouched")}
    (await list_clients(own.staff, made, first, third)).ok()
    again = (await own.staff.post(f"/applications/{made['id']}/submit")).ok()
    assert (again["status"], again["award_fen"]) == ("in_review", 200_000)
    other = await taking_part(world, edition, "expansion")
    # What was struck off is free again, what was added is not.
    (await list_clients(other.staff, draft := await expansion_draft(other, edition), third)).ok()
    await other.staff.hand_over_papers(draft)
    path = f"/applications/{draft['id']}/submit"
    (await other.staff.post(path)).refused(409, "already_counted")
    (await list_clients(other.staff, draft, second)).ok()
    (await other.staff.post(path)).ok()
