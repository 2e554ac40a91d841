"""A decided dispute is told to both sides, and leaves nothing of the loser's open."""

from typing import Any

import pytest

from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import shown

UPHELD = {"verdict": "upheld", "reason": "营业执照与法定代表人核对一致"}


async def quarrel(world: World) -> tuple[Person, Person, dict[str, Any], str]:
    """Holder, rightful owner, the firm, the dispute."""
    holder, rightful = await world.sme(), await world.sme()
    firm = await holder.enterprise()
    body = {"uscc": firm["uscc"], "reason": "法定代表人是我本人"}
    raised = (await rightful.post("/enterprises/disputes", body)).ok(201)
    return holder, rightful, firm, raised["id"]


async def decide(world: World, dispute: str, body: dict[str, Any]) -> dict[str, Any]:
    authority = await world.staff("authority")
    return dict((await authority.post(f"/enterprises/disputes/{dispute}/decide", body)).ok())


async def told(person: Person) -> dict[str, str]:
    """Texts by event."""
    items = (await person.get("/notifications")).ok()["items"]
    return {entry["event"]: f"{entry['title']}\n{entry['body']}" for entry in items}


async def test_both_sides_hear_of_an_upheld_dispute(world: World) -> None:
    edition = await world.publish()
    holder, rightful, firm, dispute = await quarrel(world)
    submitted = await holder.submitted(edition, enterprise_id=firm["id"])
    draft = await holder.draft(await world.publish(), enterprise_id=firm["id"])
    authority = await world.staff("authority")
    before = (await authority.get(f"/enterprises/disputes/{dispute}")).ok()
    assert (before["handed_in"], before["drafts"], before["decision"]) == (1, 1, None)
    (holding,) = before["holders"]
    assert holding["role"] == "owner"
    assert before["claimant"] is not None
    await decide(world, dispute, UPHELD)
    after = (await authority.get(f"/enterprises/disputes/{dispute}")).ok()
    assert (after["state"], after["decision"]) == ("upheld", UPHELD["reason"])
    assert after["holders"] == [holding]

    won = (await told(rightful))["dispute.upheld"]
    for words in (firm["name"], UPHELD["reason"], draft["number"], "共 1 份"):
        assert words in won
    lost = (await told(holder))["firm.lost"]
    for words in (firm["name"], UPHELD["reason"], draft["number"], "已提交的申请共 1 份"):
        assert words in lost
    assert {"firm.lost", "firm.kept"}.isdisjoint(await told(rightful))

    closed = await shown(rightful, draft)
    assert closed["status"] == "withdrawn"
    line = closed["timeline"][-1]
    assert (line["event"], line["actor_role"]) == ("withdrawn", "authority")
    assert "归属异议" in line["comment"]
    assert (await shown(rightful, submitted))["status"] == "in_review"
    (await rightful.post("/applications", _again(draft))).ok(201)
    (await holder.get(f"/applications/{draft['id']}")).refused(404, "not_found")


def _again(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        "edition": draft["edition"],
        "track": draft["track"],
        "enterprise_id": draft["enterprise"]["id"],
        "platform_id": draft["platform"]["id"],
        "plan_id": draft["plan"]["id"],
    }


async def test_a_dismissed_one_too(world: World) -> None:
    holder, rightful, firm, dispute = await quarrel(world)
    draft = await holder.draft(await world.publish(), enterprise_id=firm["id"])
    await decide(world, dispute, {"verdict": "dismissed", "reason": "证明材料不足"})
    refused = (await told(rightful))["dispute.dismissed"]
    assert "证明材料不足" in refused
    assert firm["uscc"] in refused
    assert firm["name"] in (await told(holder))["firm.kept"]
    assert (await shown(holder, draft))["status"] == "draft"


@pytest.mark.parametrize(("checked", "state"), [(True, "verified"), (False, "claimed")])
async def test_what_was_checked_in_deciding_counts(world: World, checked: bool, state: str) -> None:
    _, rightful, _, dispute = await quarrel(world)
    await decide(world, dispute, {**UPHELD, "licence_checked": checked})
    (firm,) = (await rightful.get("/enterprises")).ok()["items"]
    assert firm["state"] == state
    assert ("企业已核实" in (await told(rightful))["dispute.upheld"]) is checked


async def test_who_raised_it_sees_what_became_of_it(world: World) -> None:
    holder, rightful, _, dispute = await quarrel(world)
    (own,) = (await rightful.get("/disputes")).ok()["items"]
    assert (own["id"], own["state"], own["decision"]) == (dispute, "open", None)
    await decide(world, dispute, UPHELD)
    (own,) = (await rightful.get("/disputes")).ok()["items"]
    assert (own["state"], own["decision"]) == ("upheld", UPHELD["reason"])
    assert (await holder.get("/disputes")).ok()["items"] == []
