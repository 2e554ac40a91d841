"""Repeating a POST under its Idempotency-Key: the same resource in its present state, made once."""

import asyncio
from uuid import uuid4

from tests.features.applications.start_body import body_of
from tests.world.application import World
from tests.world.papers import pdf


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def test_a_repeated_start_is_the_same_draft_as_it_is_now(world: World) -> None:
    owner, once = await world.sme(), key()
    body = await body_of(world, owner)
    first = (await owner.post("/applications", body, headers=once)).ok(201)
    await owner.fill_in(first, contract_no="HT-2026-1")
    again = (await owner.post("/applications", body, headers=once)).ok(201)
    assert (again["id"], again["contract_no"]) == (first["id"], "HT-2026-1")
    assert len((await owner.get("/applications")).ok()["items"]) == 1


async def test_another_body_under_the_same_key_is_a_conflict(world: World) -> None:
    owner, once = await world.sme(), key()
    body = await body_of(world, owner)
    (await owner.post("/applications", body, headers=once)).ok(201)
    other = await owner.post("/applications", body | {"facts": {"is_sme": True}}, headers=once)
    other.refused(409, "idempotency_conflict")


async def test_a_key_belongs_to_one_person(world: World) -> None:
    owner, stranger, once = await world.sme(), await world.sme(), key()
    first = await owner.post("/applications", await body_of(world, owner), headers=once)
    theirs = await stranger.post("/applications", await body_of(world, stranger), headers=once)
    assert first.ok(201)["id"] != theirs.ok(201)["id"]


async def test_a_refusal_is_not_kept(world: World) -> None:
    owner, once = await world.sme(), key()
    application = await owner.ready(await world.publish())
    paper = application["id"]
    held = (await owner.get(f"/applications/{paper}")).ok()["evidence"][0]
    (await owner.delete(f"/applications/{paper}/evidence/{held['id']}")).ok(204)
    path = f"/applications/{paper}/submit"
    (await owner.post(path, headers=once)).refused(409, "incomplete")
    (await owner.upload(paper, held["kind"])).ok(201)
    assert (await owner.post(path, headers=once)).ok()["status"] == "in_review"


async def test_a_repeated_submit_and_withdrawal_answer_with_the_present_state(world: World) -> None:
    owner, submitting, withdrawing = await world.sme(), key(), key()
    application = await owner.ready(await world.publish())
    path = f"/applications/{application['id']}"
    first = (await owner.post(f"{path}/submit", headers=submitting)).ok()
    (await owner.post(f"{path}/withdraw", {"reason": "改日再办"}, headers=withdrawing)).ok()
    again = (await owner.post(f"{path}/submit", headers=submitting)).ok()
    assert (first["status"], again["status"]) == ("in_review", "withdrawn")
    once_more = await owner.post(f"{path}/withdraw", {"reason": "别的"}, headers=withdrawing)
    once_more.refused(409, "idempotency_conflict")


async def test_an_upload_is_known_by_its_bytes(world: World) -> None:
    owner, once = await world.sme(), key()
    draft = await owner.draft(world.edition)
    owner.headers |= once
    first = (await owner.upload(draft["id"], "service_contract", pdf("one"))).ok(201)
    again = (await owner.upload(draft["id"], "service_contract", pdf("one"))).ok(201)
    assert again["id"] == first["id"]
    other = await owner.upload(draft["id"], "service_contract", pdf("two"))
    other.refused(409, "idempotency_conflict")


async def test_twins_make_one_draft(world: World) -> None:
    owner, once = await world.sme(), key()
    body = await body_of(world, owner)
    answers = await asyncio.gather(
        *(owner.post("/applications", body, headers=once) for _ in range(6))
    )
    made = {answer.body["id"] for answer in answers if answer.status == 201}
    assert len(made) == 1
    for answer in answers:
        if answer.status != 201:
            answer.refused(409, "in_progress")
