"""Doubtful texts of platforms and of people who object are held, looked at, and then show or do not."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.features.content import judge
from server.features.held.figures import HeldGauges
from server.features.messages.events.of_contents import WAITING
from server.features.messages.still_true import still_true
from storage.postgres.core.transaction import transaction
from tests.features.attachments.handing_in import attach
from tests.features.held.looked_at import PLAN, decide, held_of
from tests.features.notices.ground import citizen, edition_with_notice, published, waiting
from tests.world.application import World
from tests.world.client import Person
from tests.world.papers import pdf
from tests.world.platforms import OwnPlatform, organisation_of_a_platform, profile, taking_part

DOUBTFUL = "用我们的服务，补贴 返·现 一半"
MSG_SEC_CHECK = "/wxa/msg_sec_check"


async def shown(world: World, own: OwnPlatform, edition: str) -> dict[str, Any]:
    params = {"edition": edition}
    page = await world.anyone.get(f"/platforms/{own.platform_id}", params=params)
    return dict(page.ok())


async def last_told(person: Person, event: str) -> dict[str, Any]:
    items = (await person.get("/notifications")).ok()["items"]
    return next(dict(item) for item in items if item["event"] == event)


async def test_a_doubtful_profile_waits_and_the_shown_one_stays(world: World) -> None:
    edition = await world.publish()
    own, authority = await taking_part(world, edition, "copay"), await world.staff("authority")
    before = await shown(world, own, edition)
    clean = {"name": before["name"], "summary": before["summary"]}
    wanted = profile(name=before["name"], summary=DOUBTFUL, categories=["market"])
    answer = (await own.staff.put("/platform", wanted)).ok()
    assert (answer["summary"], answer["categories"]) == (before["summary"], ["market"])
    assert (await shown(world, own, edition))["summary"] == before["summary"]
    told = await last_told(own.staff, "content.held")
    assert "返现" in told["body"]
    (held,) = await held_of(authority, own.platform_id)
    assert (held["kind"], held["why"], held["found"]) == ("profile", "words", ["返现"])
    assert held["picture"] is None
    assert DOUBTFUL in {text["text"] for text in held["texts"]}
    (mine,) = (await own.staff.get("/platform/held-contents")).ok()["items"]
    assert (mine["id"], mine["state"]) == (held["id"], "waiting")
    # What shows already is not looked at again, and what waits goes on waiting.
    (await own.staff.put("/platform", profile(**clean))).ok()
    assert [one["id"] for one in await held_of(authority, own.platform_id)] == [held["id"]]
    (await decide(authority, held, "pass")).ok()
    assert (await shown(world, own, edition))["summary"] == DOUBTFUL
    assert (await last_told(own.staff, "content.passed"))["title"] == "您填写的内容已通过审核"
    (await decide(authority, held, "pass")).refused(409, "already_decided")
    refusal = await decide(authority, held, "refuse", reason="晚了")
    refusal.refused(409, "already_decided")


async def test_who_may_look_is_told_once_a_day(world: World) -> None:
    edition, other = await world.publish(), await world.publish()
    own = await taking_part(world, edition, "copay")
    here = await world.new_staff("authority", edition_code=edition)
    there = await world.new_staff("authority", edition_code=other)
    for summary in (DOUBTFUL, DOUBTFUL + "！"):
        (await own.staff.put("/platform", profile(summary=summary))).ok()
    told = [
        [one for one in (await who.get("/notifications")).ok()["items"] if one["event"] == WAITING]
        for who in (here, there, own.staff)
    ]
    assert [len(entries) for entries in told] == [1, 0, 0]
    assert "返现" in told[0][0]["body"]
    entries = [UUID(told[0][0]["id"]), UUID((await last_told(own.staff, "content.held"))["id"])]

    async def are_so() -> list[bool]:
        async with world.as_app(), transaction() as tx:
            return [await still_true(tx, one) for one in entries]

    assert await are_so() == [True, True]
    (held,) = await held_of(here, own.platform_id)
    (await decide(here, held, "pass")).ok()
    assert await are_so() == [False, False]


async def test_what_is_written_later_replaces_what_waits(world: World) -> None:
    edition = await world.publish()
    own, authority = await taking_part(world, edition, "copay"), await world.staff("authority")
    (await own.staff.put("/platform", profile(summary=DOUBTFUL))).ok()
    (held,) = await held_of(authority, own.platform_id)
    (await own.staff.put("/platform", profile(summary="云上排产"))).ok()
    assert (await shown(world, own, edition))["summary"] == "云上排产"
    assert await held_of(authority, own.platform_id) == []
    (await decide(authority, held, "pass")).refused(409, "already_decided")


async def test_a_first_profile_that_is_doubtful_shows_its_organisation(world: World) -> None:
    organisation_id = await organisation_of_a_platform(world)
    staff = await world.staff("platform", organisation_id=organisation_id)
    made = (await staff.put("/platform", profile(name="包你过云平台"))).ok()
    assert made["name"] == f"平台机构{organisation_id}"
    assert (made["summary"], made["contact"]) == ("", None)


async def test_a_doubtful_plan_is_on_offer_once_it_was_let_through(world: World) -> None:
    edition = await world.publish()
    own, authority = await taking_part(world, edition, "copay"), await world.staff("authority")
    plan = (await own.staff.post("/platform/plans", PLAN)).ok(201)

    async def offered() -> dict[str, str]:
        return {one["id"]: one["title"] for one in (await shown(world, own, edition))["plans"]}

    changed = PLAN | {"title": "云上采购，保证通过"}
    later = (await own.staff.put(f"/platform/plans/{plan['id']}", changed)).ok()
    assert await offered() == {plan["id"]: PLAN["title"]}
    (held,) = await held_of(authority, later["id"])
    (await decide(authority, held, "refuse", reason="不得承诺通过")).ok()
    assert await offered() == {plan["id"]: PLAN["title"]}
    told = await last_told(own.staff, "content.refused")
    assert "不得承诺通过" in told["body"]
    assert "可以修改后重新提交" in told["body"]

    first, second = [
        (await own.staff.put(f"/platform/plans/{plan['id']}", changed | {"fee_fen": fee})).ok()
        for fee in (900_000, 800_000)
    ]
    assert await held_of(authority, first["id"]) == []
    (held,) = await held_of(authority, second["id"])
    passed = await asyncio.gather(*(decide(authority, held, "pass") for _ in range(3)))
    assert sorted(answer.status for answer in passed) == [200, 409, 409]
    assert await offered() == {second["id"]: changed["title"]}
    # A new price of words that were let through waits for nobody.
    dearer = changed | {"fee_fen": 950_000}
    latest = (await own.staff.put(f"/platform/plans/{second['id']}", dearer)).ok()
    assert await offered() == {latest["id"]: changed["title"]}


async def test_a_held_version_ends_with_its_plan(world: World) -> None:
    edition = await world.publish()
    own, authority = await taking_part(world, edition, "copay"), await world.staff("authority")
    plan = (await own.staff.post("/platform/plans", PLAN)).ok(201)
    changed = PLAN | {"description": DOUBTFUL}
    later = (await own.staff.put(f"/platform/plans/{plan['id']}", changed)).ok()
    (await own.staff.delete(f"/platform/plans/{plan['id']}")).ok(204)
    assert await held_of(authority, later["id"]) == []
    assert (await shown(world, own, edition))["plans"] == []


@pytest.mark.parametrize(
    ("reason", "why"), [("此企业违规", "risky"), ("材料疑似不实", "review"), ("情况不实", None)]
)
async def test_an_objection_is_raised_and_its_words_are_covered(
    world: World, reason: str, why: str | None
) -> None:
    """WeChat's verdict costs nobody the objection: it keeps the notice open until it is answered."""
    person, notice, edition = await objector(world)
    made = (await person.post(f"/notices/{notice['id']}/objections", {"reason": reason})).ok(201)
    assert made["reason"] == reason
    authority = await world.staff("authority")
    found = await held_of(authority, made["id"])
    assert [one["why"] for one in found] == ([] if why is None else [why])
    assert {one["about"] for one in found} <= {edition}
    (seen,) = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    assert (seen["covered"], seen["reason"] == reason) == (why is not None, why is None)
    for held in found:
        (await decide(authority, held, "pass")).ok()
    (seen,) = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    assert (seen["covered"], seen["reason"]) == (False, reason)


async def test_a_refused_objection_stays_covered_and_is_answered(world: World) -> None:
    person, notice, _ = await objector(world)
    made = (await person.post(f"/notices/{notice['id']}/objections", {"reason": "违规"})).ok(201)
    authority = await world.staff("authority")
    path = f"/objections/{made['id']}"
    paper = (await attach(person, path, pdf("what was seen"))).ok(201)
    (held,) = await held_of(authority, made["id"])
    assert held["papers"] == [paper]
    assert (await authority.get(f"{path}/papers/{paper['id']}/content")).status == 200
    (await decide(authority, held, "refuse", reason="含辱骂")).ok()
    assert await last_told(person, "content.objection_held")
    told = await last_told(person, "content.objection_refused")
    assert "仍会核实" in told["body"]
    (seen,) = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    assert (seen["covered"], seen["papers"]) == (True, [])
    answer = {"verdict": "dismissed", "answer": "经核实，情况不属实"}
    (await authority.post(f"/objections/{made['id']}/answer", answer)).ok()


async def test_without_a_verdict_a_person_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody active for two hours, WeChat busy, slow, down or cut off, an openid of nobody."""
    monkeypatch.setattr(judge, "PATIENCE_S", 1)
    _, notice, _ = await objector(world)
    authority = await world.staff("authority")
    faults: tuple[dict[str, Any], ...] = (
        *({"errcode": errcode} for errcode in (61010, -1, 40003, 48001)),
        *({"status": 503}, {"reset": "before"}, {"reset": "after"}, {"delay_s": 5.0}),
    )
    for fault in faults:
        person = await citizen(world)
        openid = await world.sandbox.openid(person.name)
        await world.sandbox.fault(MSG_SEC_CHECK, openid=openid, times=None, **fault)
        path = f"/notices/{notice['id']}/objections"
        made = (await person.post(path, {"reason": "不实"})).ok(201)
        (held,) = await held_of(authority, made["id"])
        assert (held["why"], held["why_text"]) == ("no_verdict", "微信没有给出结论"), fault


async def test_nobody_lets_through_what_is_their_own(world: World) -> None:
    person, notice, edition = await objector(world)
    made = (await person.post(f"/notices/{notice['id']}/objections", {"reason": "违规"})).ok(201)
    own = await taking_part(world, edition, "copay")
    (await own.staff.put("/platform", profile(summary=DOUBTFUL))).ok()
    concerned = await world.new_staff("authority")
    (firm,) = await world.fetch(
        "SELECT a.enterprise_id FROM notice_entries n JOIN applications a ON a.id = n.application_id"
        " WHERE n.notice_id::text = $1",
        notice["id"],
    )
    for enterprise_id in (firm["enterprise_id"], own.firm["enterprise_id"]):
        await world.fetch(
            "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
            " VALUES ($1, $2::text::uuid, $3, 'staff', now())",
            uuid4(),
            str(enterprise_id),
            concerned.id,
        )
    for subject_id in (made["id"], own.platform_id):
        (held,) = await held_of(concerned, subject_id)
        for verb, body in (("pass", {}), ("refuse", {"reason": "不妥"})):
            (await decide(concerned, held, verb, **body)).refused(403, "conflict_of_interest")


async def test_operators_see_how_much_waits(world: World) -> None:
    own = await taking_part(world, await world.publish(), "copay")

    async def waiting_profiles() -> int:
        return (await HeldGauges().read()).get("profile", 0)

    async with world.as_app():
        before = await waiting_profiles()
        (await own.staff.put("/platform", profile(summary=DOUBTFUL))).ok()
        assert await waiting_profiles() == before + 1


async def test_another_citys_authority_sees_none_of_it(world: World) -> None:
    edition, other = await world.publish(), await world.publish()
    own = await taking_part(world, edition, "copay")
    (await own.staff.put("/platform", profile(summary=DOUBTFUL))).ok()
    here = await world.new_staff("authority", edition_code=edition)
    there = await world.new_staff("authority", edition_code=other)
    (held,) = await held_of(here, own.platform_id)
    assert await held_of(there, own.platform_id) == []
    (await decide(there, held, "pass")).refused(404, "not_found")
    (await decide(own.staff, held, "pass")).refused(403, "forbidden")
    inspector = await world.new_staff("inspector", edition_code=edition)
    assert [one["id"] for one in await held_of(inspector, own.platform_id)] == [held["id"]]
    (await decide(inspector, held, "pass")).refused(403, "forbidden")


async def objector(world: World) -> tuple[Person, dict[str, Any], str]:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    return await citizen(world), await published(world, edition), edition
