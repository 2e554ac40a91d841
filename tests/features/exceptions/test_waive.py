"""A waiver lets a firm apply once more: one slot for each, never two firms or two uses of one."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from server.features.programmes.publish import publish_editions
from tests.features.exceptions.waiver_steps import REASON, applied_once, grant_waiver
from tests.world.accounts import add_grant
from tests.world.application import STAFF_PASSWORD, World, demo_definition
from tests.world.client import Answer, Person
from tests.world.client import uscc as some_uscc
from tests.world.handing_in_again import paid
from tests.world.review_steps import approved, endorse, review_of


async def start(owner: Person, edition: str, firm: dict[str, Any]) -> Answer:
    plan = await owner.some_plan(edition)
    body = {"edition": edition, "track": "copay", "enterprise_id": firm["id"], **plan}
    return await owner.post("/applications", body)


async def slots_of(world: World, uscc: str) -> list[tuple[int, str, str | None]]:
    rows = await world.fetch(
        "SELECT slot, application_id::text, waiver_reason FROM entitlements"
        " WHERE uscc = $1 AND released_at IS NULL ORDER BY slot",
        uscc,
    )
    return [tuple(row) for row in rows]


async def test_the_firm_applies_once_more_and_no_oftener(world: World) -> None:
    edition, owner, firm, first = await applied_once(world)
    (await start(owner, edition, firm)).refused(409, "already_applied")
    made = (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    assert (made["track"], made["uscc"], made["reason"]) == ("copay", firm["uscc"], REASON)
    assert made["enterprise"]["id"] == firm["id"]
    assert [(slot["slot"], slot["application"]) for slot in made["slots"]] == [(2, None)]

    second = await owner.submitted(edition, enterprise_id=firm["id"], **paid(8))
    assert second["status"] == "in_review"
    assert await slots_of(world, firm["uscc"]) == [
        (1, first["id"], None),
        (2, second["id"], REASON),
    ]
    (await start(owner, edition, firm)).refused(409, "already_applied")
    assert await flags_of(world, first) == {}
    assert (await flags_of(world, second))["waived"] == [REASON]
    authority = await world.staff("authority")
    (listed,) = (await authority.get(f"/programmes/{edition}/waivers")).ok()["items"]
    assert listed["slots"][0]["application"] == second["number"]


async def flags_of(world: World, application: dict[str, Any]) -> dict[str, list[str]]:
    """What the auditor is to look at twice, apart from the figures."""
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    flags = (await auditor.get(f"/reviews/{review['id']}")).ok()["flags"]
    return {flag["code"]: flag["refs"] for flag in flags if flag["code"] == "waived"}


async def test_the_second_keeps_its_own_key_while_the_first_goes_on(world: World) -> None:
    """It is no return: nothing was given up."""
    edition, owner, firm, _ = await applied_once(world)
    (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    second = await owner.submitted(edition, enterprise_id=firm["id"], **paid(7))
    (row,) = await world.fetch(
        "SELECT c.later_at, a.paid_at FROM claims c JOIN applications a ON a.id = c.application_id"
        " WHERE a.id::text = $1",
        second["id"],
    )
    assert row["later_at"] == row["paid_at"]


async def test_also_after_the_first_was_approved(world: World) -> None:
    edition, owner, firm, first = await applied_once(world)
    await approved(world, first)
    (await start(owner, edition, firm)).refused(409, "already_applied")
    (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    (await start(owner, edition, firm)).ok(201)


async def test_a_released_slot_is_used_before_the_waived_one(world: World) -> None:
    edition, owner, firm, first = await applied_once(world)
    (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    second = await owner.submitted(edition, enterprise_id=firm["id"], **paid(8))
    third = await owner.submitted(edition, enterprise_id=firm["id"], **paid(8))
    assert await slots_of(world, firm["uscc"]) == [
        (1, second["id"], None),
        (2, third["id"], REASON),
    ]


async def lifelong(world: World, *, waivable: bool = True) -> str:
    """An edition whose track is open once for ever, whatever the edition; its code."""
    edition = await world.publish()
    definition = demo_definition()
    copay = definition.find_track("copay")
    assert copay is not None
    (once,) = copay.exclusions
    once = replace(once, kind="once_per_enterprise", waivable=waivable)
    rules = replace(
        definition,
        edition=replace(definition.edition, code=edition),
        tracks=tuple(
            replace(track, exclusions=(once,)) if track is copay else track
            for track in definition.tracks
        ),
    )
    async with world.as_owner():
        await publish_editions([rules], clock=world.ports.clock)
    return edition


async def test_a_draft_without_a_free_slot_waits_for_the_waiver(world: World) -> None:
    """Two drafts in two editions whose track is open once for both."""
    editions, owner = [await lifelong(world), await lifelong(world)], await world.sme()
    firm = await owner.enterprise()
    drafts = [await owner.ready(one, enterprise_id=firm["id"]) for one in editions]
    (await owner.post(f"/applications/{drafts[0]['id']}/submit")).ok()
    path = f"/applications/{drafts[1]['id']}/submit"
    (await owner.post(path)).refused(409, "already_applied")
    (await grant_waiver(world, editions[1], firm["uscc"])).ok(201)
    (await owner.post(path)).ok()


async def test_a_rule_without_exceptions_is_not_waived(world: World) -> None:
    edition = await lifelong(world, waivable=False)
    answer = await grant_waiver(world, edition, some_uscc())
    reason = answer.refused(409, "not_waivable")["errors"][0]
    assert reason["field"] == "track"
    assert "没有例外" in reason["message"]


async def test_the_people_of_the_firm_are_told(world: World) -> None:
    edition, owner, firm, _ = await applied_once(world)
    waiver = (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    inbox = (await owner.get("/notifications")).ok()["items"]
    (told,) = [item for item in inbox if item["event"] == "waiver.granted"]
    assert REASON in told["body"]
    assert told["application_id"] is None
    english = await owner.get("/notifications", headers={"Accept-Language": "en"})
    (words,) = [item for item in english.ok()["items"] if item["event"] == "waiver.granted"]
    assert words["title"] == "You may apply once more"
    assert "once more for" in words["body"]
    (line,) = await world.fetch(
        "SELECT l.event, l.actor_role, l.detail, w.text FROM audit l"
        " JOIN audit_comments w ON w.audit_id = l.id"
        " WHERE l.subject_kind = 'waiver' AND l.subject_id::text = $1",
        waiver["id"],
    )
    assert (line["event"], line["actor_role"], line["text"]) == ("granted", "authority", REASON)
    assert firm["uscc"] not in line["detail"]
    assert firm["name"] not in line["detail"]


async def test_a_firm_that_is_not_here_yet_may_have_one(world: World) -> None:
    edition, code = await world.publish(), some_uscc()
    made = (await grant_waiver(world, edition, code.lower())).ok(201)
    assert (made["uscc"], made["enterprise"]) == (code, None)


async def test_what_cannot_be_waived(world: World) -> None:
    edition = await world.publish()
    code = some_uscc()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = await grant_waiver(world, edition, wrong)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("uscc", "checksum")}
    (await grant_waiver(world, edition, code, track="no_such")).refused(404, "not_found")
    (await grant_waiver(world, "no-such-edition", code)).refused(404, "not_found")
    (await grant_waiver(world, edition, code, reason="")).refused(422, "invalid")
    outside = await world.staff("authority", edition_code=world.edition)
    (await grant_waiver(world, edition, code, by=outside)).refused(404, "not_found")
    (await grant_waiver(world, edition, code, by=outside, reason="")).refused(404, "not_found")
    (await outside.get(f"/programmes/{edition}/waivers")).refused(404, "not_found")
    for role in ("auditor", "district", "inspector"):
        person = await world.staff(role)
        (await grant_waiver(world, edition, code, by=person)).refused(403, "forbidden")
    assert (await (await world.staff("inspector")).get(f"/programmes/{edition}/waivers")).ok()[
        "items"
    ] == []


async def test_who_may_only_look_at_an_edition_waives_nothing_in_it(world: World) -> None:
    """An authority of another edition, who is also let in here as an inspector."""
    edition, code = await world.publish(), some_uscc()
    person = await world.new_staff("authority", edition_code=world.edition)
    (row,) = await world.fetch(
        "SELECT organisation_id FROM grants WHERE user_id = $1", UUID(person.user["id"])
    )
    await add_grant(world, person, "inspector", row["organisation_id"])
    person = await Person.as_staff(world.anyone, person.name, STAFF_PASSWORD)
    (await grant_waiver(world, edition, code, by=person)).refused(404, "not_found")
    (await grant_waiver(world, edition, code, by=person, reason="")).refused(404, "not_found")
    assert (await person.get(f"/programmes/{edition}/waivers")).ok()["items"] == []


async def test_nobody_waives_for_their_own_firm(world: World) -> None:
    edition, _, firm, _ = await applied_once(world)
    authority = await world.new_staff("authority")
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES ($1, $2, $3, 'staff', now())",
        uuid4(),
        UUID(firm["id"]),
        UUID(authority.user["id"]),
    )
    answer = await grant_waiver(world, edition, firm["uscc"], by=authority)
    answer.refused(403, "conflict_of_interest")


async def test_repeated_under_its_key_it_is_one_waiver(world: World) -> None:
    edition, code = await world.publish(), some_uscc()
    authority, once = await world.staff("authority"), {"Idempotency-Key": uuid4().hex}
    body = {"uscc": code, "track": "copay", "reason": REASON}
    path = f"/programmes/{edition}/waivers"
    made = (await authority.post(path, body, headers=once)).ok(201)
    again = (await authority.post(path, body, headers=once)).ok(201)
    assert again == made
    assert len((await authority.get(path)).ok()["items"]) == 1


async def test_waivers_are_listed_page_by_page_the_newest_first(world: World) -> None:
    edition, authority = await world.publish(), await world.staff("authority")
    made = [(await grant_waiver(world, edition, some_uscc())).ok(201)["id"] for _ in range(3)]
    path = f"/programmes/{edition}/waivers"
    first = (await authority.get(path, params={"limit": "2"})).ok()
    rest = (await authority.get(path, params={"limit": "2", "cursor": first["next_cursor"]})).ok()
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None


async def test_waivers_granted_at_once_open_different_slots(world: World) -> None:
    edition, code = await world.publish(), some_uscc()
    answers = await asyncio.gather(*(grant_waiver(world, edition, code) for _ in range(5)))
    slots = sorted(answer.ok(201)["slots"][0]["slot"] for answer in answers)
    assert slots == [2, 3, 4, 5, 6]


async def test_submissions_at_once_take_as_many_slots_as_there_are(world: World) -> None:
    """Four drafts of one firm, two waivers: three get in, each in a slot of its own."""
    editions, owner = [await lifelong(world) for _ in range(4)], await world.sme()
    firm = await owner.enterprise()
    drafts = [await owner.ready(one, enterprise_id=firm["id"]) for one in editions]
    for _ in range(2):
        (await grant_waiver(world, editions[0], firm["uscc"])).ok(201)
    answers = await asyncio.gather(
        *(owner.post(f"/applications/{draft['id']}/submit") for draft in drafts)
    )
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 409]
    (refused,) = [answer for answer in answers if answer.status != 200]
    refused.refused(409, "already_applied")
    held = await slots_of(world, firm["uscc"])
    assert [slot for slot, _, _ in held] == [1, 2, 3]
    inside = {draft["id"] for draft, got in zip(drafts, answers, strict=True) if got is not refused}
    assert {application for _, application, _ in held} == inside
