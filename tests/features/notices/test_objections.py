"""Objections: who may raise one, who answers it, and what an upheld one does to its entry."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.rules.workdays import FirstKnown
from server.clock import Clock
from server.features.notices.raise_objection import raise_objection
from server.features.notices.refusals import NoticeClosed
from server.features.notices.schemas import NewObjection
from tests.features.notices.ground import (
    LIBRARY,
    at,
    citizen,
    close,
    day_after,
    edition_with_notice,
    joins,
    published,
    states,
    waiting,
)
from tests.world.application import World
from tests.world.client import Answer, Person

UPHELD = {"verdict": "upheld", "answer": "经核实，该企业不符合条件"}
DISMISSED = {"verdict": "dismissed", "answer": "经核实，情况不属实"}


async def objected(person: Person, notice: dict[str, Any], **body: Any) -> Answer:
    return await person.post(f"/notices/{notice['id']}/objections", {"reason": "情况不实", **body})


async def answered(world: World, objection: dict[str, Any], body: dict[str, Any]) -> Answer:
    authority = await world.staff("authority")
    return await authority.post(f"/objections/{objection['id']}/answer", body)


async def on_notice(world: World) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    return owner, application, await published(world, edition)


async def test_anybody_with_a_phone_and_nobody_without(world: World) -> None:
    _, _, notice = await on_notice(world)
    (await world.anyone.post(f"/notices/{notice['id']}/objections", {"reason": "x"})).refused(
        401, "unauthenticated"
    )
    without = await world.sme()
    (await objected(without, notice)).refused(403, "phone_needed")
    (await without.put("/session/contact-phone", {"phone": "13812345678"})).ok()
    typed = (await objected(without, notice)).ok(201)
    authority = await world.staff("authority")
    listed = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    (seen,) = [one for one in listed if one["id"] == typed["id"]]
    assert (seen["raised_by"], seen["raised_by_verified"]) == ("138****5678", False)
    for role in ("authority", "auditor", "inspector", "admin"):
        (await objected(await world.staff(role), notice)).refused(403, "phone_needed")
    made = (await objected(await citizen(world), notice)).ok(201)
    assert (made["state"], made["entry"], made["answer"]) == ("open", None, None)
    assert made["notice_title"] == notice["title"]


async def test_to_an_entry_of_this_notice_only(world: World) -> None:
    _, application, notice = await on_notice(world)
    _, _, other = await on_notice(world)
    person = await citizen(world)
    answer = await objected(person, notice, entry=other["entries"][0]["id"])
    assert answer.reasons() == {("entry", "unknown")}
    entry = notice["entries"][0]
    made = (await objected(person, notice, entry=entry["id"])).ok(201)
    assert made["entry"] == {
        "id": entry["id"],
        "number": 1,
        "name": application["enterprise"]["name"],
    }


async def test_three_of_a_person_and_no_more(world: World) -> None:
    _, _, notice = await on_notice(world)
    person = await citizen(world)
    for _ in range(3):
        (await objected(person, notice)).ok(201)
    (await objected(person, notice)).refused(409, "too_many_objections")
    (await objected(await citizen(world), notice)).ok(201)


async def test_who_objected_stays_unnamed(world: World) -> None:
    owner, _, notice = await on_notice(world)
    person = await citizen(world)
    made = (await objected(person, notice)).ok(201)
    authority = await world.staff("authority")
    path = f"/notices/{notice['id']}/objections"
    answer = await authority.get(path)
    (seen,) = answer.ok()["items"]
    assert (seen["id"], seen["reason"]) == (made["id"], "情况不实")
    assert seen["raised_by"].startswith("139****")
    assert person.user["id"] not in answer.raw.decode()
    assert (await authority.get(path, params={"state": "upheld"})).ok()["items"] == []
    (await (await world.staff("inspector")).get(path)).ok()
    (await owner.get(path)).refused(403, "forbidden")
    outside = await world.staff("authority", edition_code=world.edition)
    (await outside.get(path)).refused(404, "not_found")
    assert "情况不实" not in (await world.anyone.get(f"/notices/{notice['id']}")).raw.decode()


async def test_dismissed_the_entry_stands_and_both_sides_are_told(world: World) -> None:
    owner, application, notice = await on_notice(world)
    person = await citizen(world)
    made = (await objected(person, notice, entry=notice["entries"][0]["id"])).ok(201)
    shown = (await answered(world, made, DISMISSED)).ok()
    assert (shown["state"], shown["answer"]) == ("dismissed", DISMISSED["answer"])
    (mine,) = (await person.get("/objections")).ok()["items"]
    assert (mine["state"], mine["answer"]) == ("dismissed", DISMISSED["answer"])
    assert "raised_by" not in mine
    told, received = (await person.get("/notifications")).ok()["items"]
    assert (told["event"], received["event"]) == ("objection.dismissed", "objection.received")
    assert DISMISSED["answer"] in told["body"]
    firms = {one["event"]: one["body"] for one in (await owner.get("/notifications")).ok()["items"]}
    assert application["number"] in firms["notice.entry_objected"]
    authority = await world.staff("authority")
    waiting = (await authority.get("/notifications", params={"limit": "100"})).ok()["items"]
    desk = [one["body"] for one in waiting if one["event"] == "objection.to_answer"]
    assert any(notice["entries"][0]["name"] in body for body in desk)
    assert application["number"] in firms["notice.entry_kept"]
    assert DISMISSED["answer"] not in firms["notice.entry_kept"]
    assert await states(world, application["id"]) == ("in_review", "publicity")
    (await answered(world, made, UPHELD)).refused(409, "already_decided")
    assert (await (await citizen(world)).get("/objections")).ok()["items"] == []


async def test_upheld_the_application_is_rejected_with_the_answer(world: World) -> None:
    owner, application, notice = await on_notice(world)
    made = (await objected(await citizen(world), notice, entry=notice["entries"][0]["id"])).ok(201)
    (await answered(world, made, UPHELD)).ok()
    assert await states(world, application["id"]) == ("rejected", None)
    shown = (await world.anyone.get(f"/notices/{notice['id']}")).ok()
    assert [entry["state"] for entry in shown["entries"]] == ["overturned"]
    told = (await owner.get("/notifications")).ok()["items"]
    rejected = next(item for item in told if item["event"] == "application.rejected")
    assert UPHELD["answer"] in rejected["body"]
    seen = (await owner.get(f"/applications/{application['id']}")).ok()
    assert (seen["timeline"][-1]["event"], seen["timeline"][-1]["comment"]) == (
        "publicity.rejected",
        UPHELD["answer"],
    )
    assert seen["queue"]["state"] == "none"


async def test_an_appeal_that_is_upheld_leads_to_the_next_notice(world: World) -> None:
    owner, application, notice = await on_notice(world)
    made = (await objected(await citizen(world), notice, entry=notice["entries"][0]["id"])).ok(201)
    (await answered(world, made, UPHELD)).ok()
    path = f"/applications/{application['id']}/appeal"
    appeal = (await owner.post(path, {"reason": "材料可以证明"})).ok(201)
    authority = await world.staff("authority")
    verdict = {"verdict": "upheld", "comment": "属实"}
    (await authority.post(f"/appeals/{appeal['id']}/decide", verdict)).ok()
    assert await states(world, application["id"]) == ("in_review", "publicity")
    await close(world, notice["id"], day_after(notice))
    assert await states(world, application["id"]) == ("in_review", "publicity")
    again = await published(world, application["edition"])
    assert [entry["name"] for entry in again["entries"]] == [application["enterprise"]["name"]]
    await close(world, again["id"], day_after(again))
    assert await states(world, application["id"]) == ("in_review", "approve")


async def test_upheld_without_an_entry_it_is_noted_only(world: World) -> None:
    _, application, notice = await on_notice(world)
    made = (await objected(await citizen(world), notice)).ok(201)
    assert (await answered(world, made, UPHELD)).ok()["state"] == "upheld"
    assert await states(world, application["id"]) == ("in_review", "publicity")


async def test_two_objections_to_one_entry_are_both_answered(world: World) -> None:
    _, application, notice = await on_notice(world)
    entry = notice["entries"][0]["id"]
    first = (await objected(await citizen(world), notice, entry=entry)).ok(201)
    second = (await objected(await citizen(world), notice, entry=entry)).ok(201)
    (await answered(world, first, UPHELD)).ok()
    (await answered(world, second, UPHELD)).ok()
    rows = await world.fetch(
        "SELECT event FROM audit WHERE subject_id::text = $1 AND event LIKE 'publicity.rejected'",
        application["id"],
    )
    assert len(rows) == 1


async def test_who_may_answer(world: World) -> None:
    _, application, notice = await on_notice(world)
    made = (await objected(await citizen(world), notice)).ok(201)
    path = f"/objections/{made['id']}/answer"
    for role in ("district", "auditor", "inspector"):
        (await (await world.staff(role)).post(path, UPHELD)).refused(403, "forbidden")
    outside = await world.staff("authority", edition_code=world.edition)
    (await outside.post(path, UPHELD)).refused(404, "not_found")
    concerned = await world.new_staff("authority")
    await joins(world, concerned, application)
    (await concerned.post(path, UPHELD)).refused(403, "conflict_of_interest")
    answer = await answered(world, made, {"verdict": "upheld", "answer": " "})
    answer.refused(422, "invalid")


async def test_until_the_last_minute_of_the_last_day_and_not_later(world: World) -> None:
    _, _, notice = await on_notice(world)
    user_id, last = UUID((await citizen(world)).user["id"]), date.fromisoformat(notice["ends_on"])
    await world.fetch("UPDATE notices SET provisional = false WHERE id::text = $1", notice["id"])

    async def objects(clock: Clock) -> UUID:
        given = NewObjection(reason="有异议")
        ports = replace(world.ports, clock=clock, calendar=LIBRARY)
        return await raise_objection(UUID(notice["id"]), given, user_id=user_id, ports=ports)

    assert await objects(at(last, 23, 59))
    with pytest.raises(NoticeClosed):
        await objects(at(last + timedelta(days=1), 0, 0))


async def test_a_provisional_day_is_no_end(world: World) -> None:
    _, _, notice = await on_notice(world)
    user_id, last = UUID((await citizen(world)).user["id"]), date.fromisoformat(notice["ends_on"])
    await world.fetch("UPDATE notices SET provisional = true WHERE id::text = $1", notice["id"])
    given = NewObjection(reason="有异议")
    unknown = FirstKnown(())
    late = replace(world.ports, clock=at(last + timedelta(days=30)), calendar=unknown)
    assert await raise_objection(UUID(notice["id"]), given, user_id=user_id, ports=late)
