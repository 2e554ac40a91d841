"""Who a firm belongs to: disputes, verification, and who may decide about it."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests.features.enterprises.particulars import particulars, uscc
from tests.world.accounts import events, officer
from tests.world.application import World
from tests.world.client import Person

REASON = "法定代表人是我本人"


async def decider(bare: World, username: str = "auth-1", **scope: Any) -> Person:
    """An authority's person."""
    return await officer(bare, username, "authority", **scope)


@pytest_asyncio.fixture(loop_scope="session")
async def quarrel(bare: World) -> tuple[Person, Person, str, str]:
    """Holder, rightful owner, the firm, the dispute."""
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    firm = (await lin.call("POST", "/enterprises", particulars())).body["id"]
    raised = await wu.call("POST", "/enterprises/disputes", {"uscc": uscc(1), "reason": REASON})
    assert (raised.status, raised.body["state"]) == (201, "open")
    return lin, wu, firm, raised.body["id"]


Quarrel = tuple[Person, Person, str, str]


async def test_an_upheld_dispute_moves_the_firm(bare: World, quarrel: Quarrel) -> None:
    lin, wu, firm, dispute = quarrel
    invited = (await lin.call("POST", f"/enterprises/{firm}/invitations")).body["token"]
    judge = await decider(bare)
    listed = (await judge.call("GET", "/enterprises/disputes")).body["items"]
    assert [(item["id"], item["enterprise"]["id"]) for item in listed] == [(dispute, firm)]
    body = {"verdict": "upheld", "reason": "营业执照一致"}
    answer = await judge.call("POST", f"/enterprises/disputes/{dispute}/decide", body)
    assert (answer.status, answer.body["state"]) == (200, "upheld")
    assert (await lin.call("GET", "/enterprises")).body["items"] == []
    assert [item["id"] for item in (await wu.call("GET", "/enterprises")).body["items"]] == [firm]
    zhao = await bare.wechat("zhao")
    late = await zhao.call("POST", "/invitations/accept", {"token": invited})
    assert (late.status, late.body["code"]) == (410, "invitation_expired")
    assert (await judge.call("GET", "/enterprises/disputes")).body["items"] == []
    assert (await events(bare, UUID(firm)))[-1] == "dispute.decided"


async def test_a_dismissed_dispute_moves_nothing(bare: World, quarrel: Quarrel) -> None:
    lin, wu, firm, dispute = quarrel
    judge = await decider(bare)
    body = {"verdict": "dismissed", "reason": "材料不足"}
    path = f"/enterprises/disputes/{dispute}/decide"
    assert (await judge.call("POST", path, body)).body["state"] == "dismissed"
    assert [item["id"] for item in (await lin.call("GET", "/enterprises")).body["items"]] == [firm]
    assert (await wu.call("GET", "/enterprises")).body["items"] == []
    again = await judge.call("POST", path, body)
    assert (again.status, again.body["code"]) == (409, "dispute_decided")


async def test_of_two_decisions_at_once_one_wins(bare: World, quarrel: Quarrel) -> None:
    *_, dispute = quarrel
    judges = [await decider(bare, f"auth-{n}") for n in range(2)]
    body = {"verdict": "upheld", "reason": "核实"}
    answers = await asyncio.gather(
        *(judge.call("POST", f"/enterprises/disputes/{dispute}/decide", body) for judge in judges)
    )
    assert sorted(answer.status for answer in answers) == [200, 409]


async def test_disputes_that_make_no_sense(bare: World, quarrel: Quarrel) -> None:
    lin, wu, _, _ = quarrel
    cases = [
        (wu, uscc(1), 409, "dispute_open"),
        (lin, uscc(1), 409, "enterprise_yours"),
        (wu, uscc(2), 404, "not_found"),
        (wu, "123", 422, "invalid"),
    ]
    for person, code, status, problem in cases:
        body = {"uscc": code, "reason": REASON}
        answer = await person.call("POST", "/enterprises/disputes", body)
        assert (answer.status, answer.body["code"]) == (status, problem)


@pytest.mark.parametrize("role", ["expert", "inspector", "admin", "district"])
async def test_others_decide_nothing(bare: World, quarrel: Quarrel, role: str) -> None:
    *_, dispute = quarrel
    person = await officer(bare, "other-1", role)
    body = {"verdict": "upheld", "reason": "核实"}
    answer = await person.call("POST", f"/enterprises/disputes/{dispute}/decide", body)
    assert (answer.status, answer.body["code"]) == (403, "forbidden")


async def test_a_reviewer_verifies_within_the_own_district_only(
    bare: World, quarrel: Quarrel
) -> None:
    _, _, firm, _ = quarrel
    near = await officer(bare, "district-1", "district", district="徐汇区")
    far = await officer(bare, "district-2", "district", district="黄浦区")
    for body in ({"comment": "已核对"}, {"nonsense": 1}):
        refused = await far.call("POST", f"/enterprises/{firm}/verify", body)
        assert (refused.status, refused.body["code"]) == (404, "not_found")
    assert (await far.call("GET", "/enterprises/unverified")).body["items"] == []
    assert (await far.call("GET", "/enterprises/disputes")).body["items"] == []
    waiting = (await near.call("GET", "/enterprises/unverified")).body["items"]
    assert [item["id"] for item in waiting] == [firm]
    for _ in range(2):
        done = await near.call("POST", f"/enterprises/{firm}/verify", {"comment": "已核对"})
        assert (done.status, done.body["state"]) == (200, "verified")
    assert (await events(bare, UUID(firm))).count("enterprise.verified") == 1
    assert (await near.call("GET", "/enterprises/unverified")).body["items"] == []


async def test_nobody_verifies_their_own_firm(bare: World, quarrel: Quarrel) -> None:
    _, _, firm, _ = quarrel
    near = await officer(bare, "district-1", "district", district="徐汇区")
    await bare.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'staff', now())",
        UUID(firm),
        near.id,
    )
    answer = await near.call("POST", f"/enterprises/{firm}/verify", {})
    assert (answer.status, answer.body["code"]) == (403, "conflict_of_interest")
    assert "enterprise.verified" not in await events(bare, UUID(firm))


async def test_an_inspector_reads_and_changes_nothing(bare: World, quarrel: Quarrel) -> None:
    _, _, firm, dispute = quarrel
    inspector = await officer(bare, "inspector-1", "inspector")
    listed = (await inspector.call("GET", "/enterprises/disputes")).body["items"]
    assert [item["id"] for item in listed] == [dispute]
    assert (await inspector.call("POST", f"/enterprises/{firm}/verify", {})).status == 403


async def test_a_firm_that_nobody_claimed_cannot_be_verified(bare: World) -> None:
    lin = await bare.wechat("lin")
    firm = (await lin.call("POST", "/enterprises", particulars())).body["id"]
    await bare.fetch("UPDATE enterprise_members SET left_at = now()")
    await bare.fetch("UPDATE enterprises SET state = 'filed'")
    near = await officer(bare, "district-1", "district", district="徐汇区")
    answer = await near.call("POST", f"/enterprises/{firm}/verify", {})
    assert (answer.status, answer.body["code"]) == (409, "enterprise_unclaimed")
