"""Papers of what was never handed in, and repeats of an upload that are none."""

import asyncio
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import aiohttp

from models.tables.ids import new_id
from server.allowances import UPLOADED_MEBIBYTES
from server.features.evidence.check_file import meant_type
from server.features.evidence.opening import Opening, find_opening
from server.features.evidence.upload import ReceivedPaper, upload_evidence
from storage.files.names import evidence_name
from storage.files.writing.arriving import ArrivingFile
from storage.postgres.core.idempotency import Once, current_once
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.papers import pdf
from tests.world.spending import left


async def test_staff_do_not_read_the_papers_of_a_withdrawn_draft(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    paper = (await owner.upload(draft["id"], "service_contract")).ok(201)
    (await owner.post(f"/applications/{draft['id']}/withdraw")).ok()
    path = f"/applications/{draft['id']}/evidence/{paper['id']}/content"
    platform = await world.staff("platform", platform_id=UUID(draft["platform"]["id"]))
    for person in (platform, await world.staff("auditor"), await world.staff("authority")):
        (await person.get(path)).refused(404, "not_found")
    (await owner.get(path)).ok()


async def upload(person: Person, application_id: str, key: str, **fields: str) -> Answer:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("file", SAME, filename="tmp_1")
    path = f"/applications/{application_id}/evidence"
    return await person.call("POST", path, data=form, headers={"Idempotency-Key": key})


SAME = pdf(f"the same bytes {uuid4().hex}")


async def test_the_same_bytes_as_another_paper_are_another_body(world: World) -> None:
    owner, key = await world.sme(), uuid4().hex
    draft = await owner.draft(world.edition)
    sent: dict[str, Any] = {"kind": "service_contract", "name": "合同.pdf"}
    first = (await upload(owner, draft["id"], key, **sent)).ok(201)
    assert (await upload(owner, draft["id"], key, **sent)).ok(201) == first
    other = sent | {"kind": "payment_receipt"}
    (await upload(owner, draft["id"], key, **other)).refused(409, "idempotency_conflict")


async def test_what_is_there_is_found_by_its_hash_and_need_not_be_sent(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    path, wanted = f"/applications/{draft['id']}/evidence", {"kind": "service_contract"}
    wanted["sha256"] = sha256(SAME).hexdigest().upper()
    assert (await owner.get(path, params=wanted)).ok() == {"items": [], "next_cursor": None}
    sent = {"kind": "service_contract", "name": "合同.pdf", "sha256": wanted["sha256"]}
    made = (await upload(owner, draft["id"], uuid4().hex, **sent)).ok(201)
    (found,) = (await owner.get(path, params=wanted)).ok()["items"]
    assert (found["id"], found["state"]) == (made["id"], "checked")
    other = {"kind": "payment_receipt", "sha256": wanted["sha256"]}
    assert (await owner.get(path, params=other)).ok()["items"] == []
    (await (await world.sme()).get(path, params=wanted)).refused(404, "not_found")
    (await owner.get(path, params={"sha256": "abc"})).refused(422, "invalid")


async def test_a_lost_reply_costs_nothing_and_makes_no_second_row(world: World) -> None:
    """Sent once more, by another key, twice at once: one paper, its bytes counted once."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    sent = {"kind": "service_contract", "name": "合同.pdf"}
    made = (await upload(owner, draft["id"], uuid4().hex, **sent)).ok(201)
    async with left(world, owner, UPLOADED_MEBIBYTES, 0):
        again = await asyncio.gather(
            *(upload(owner, draft["id"], uuid4().hex, **sent) for _ in range(2))
        )
    assert [answer.ok(200)["id"] for answer in again] == [made["id"]] * 2
    rows = await world.fetch("SELECT 1 FROM evidence WHERE application_id = $1", UUID(draft["id"]))
    assert len(rows) == 1


async def test_what_did_not_arrive_whole_is_refused(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    sent = {"kind": "service_contract", "name": "合同.pdf", "sha256": "0" * 64}
    refused = await upload(owner, draft["id"], uuid4().hex, **sent)
    refused.refused(422, "invalid")
    assert refused.reasons() == {("sha256", "differs")}
    assert (await owner.get(f"/applications/{draft['id']}")).ok()["evidence"] == []


async def test_a_paper_that_vanished_meanwhile_is_entered_again(world: World) -> None:
    """The look for the same paper leaves no record under the key that would answer for it."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    user_id, content = UUID(owner.user["id"]), pdf(uuid4().hex)
    digest = sha256(content)
    opening = await find_opening(UUID(draft["id"]), user_id)
    seen = (UUID(int=1), "service_contract", digest.hexdigest())
    stale = Opening(
        opening.application_id,
        opening.status,
        opening.track,
        opening.rule_version_id,
        (seen,),
        opening.items,
        opening.role,
    )
    paper_id = new_id()
    file = ArrivingFile(
        world.ports.bucket,
        evidence_name(opening.application_id, paper_id),
        meant_type,
        asyncio.Semaphore(),
    )
    await file.write(content)
    paper = ReceivedPaper(paper_id, "service_contract", "合同.pdf", file)
    token = current_once.set(Once(user_id, "POST", "/x", uuid4().hex, paper.fingerprint))
    try:
        uploaded = await upload_evidence(
            stale,
            paper,
            user_id=user_id,
            clock=world.ports.clock,
            bucket=world.ports.bucket,
            examiner=world.ports.examiner,
        )
    finally:
        current_once.reset(token)
        await file.leave()
    assert uploaded.new
    (shown,) = (await owner.get(f"/applications/{draft['id']}")).ok()["evidence"]
    assert shown["id"] == str(uploaded.evidence.id)


async def test_a_name_that_looks_like_a_path_is_none(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    name = "../../etc/合\\同.pdf"
    paper = (await owner.upload(draft["id"], "service_contract", None, name)).ok(201)
    answer = await owner.get(f"/applications/{draft['id']}/evidence/{paper['id']}/content")
    said = answer.headers["content-disposition"]
    assert [part for part in ("/", "\\", "%2F", "%5C") if part in said] == []
    assert "%E5%90%88_%E5%90%8C.pdf" in said


async def test_a_checked_paper_that_the_store_lost_may_come_again(world: World) -> None:
    owner, content = await world.sme(), pdf(uuid4().hex)
    draft = await owner.draft(world.edition)
    first = (await owner.upload(draft["id"], "service_contract", content)).ok(201)
    same = (await owner.upload(draft["id"], "service_contract", content)).ok(200)
    assert same["id"] == first["id"]
    await world.ports.bucket.delete(evidence_name(UUID(draft["id"]), UUID(first["id"])))
    path = f"/applications/{draft['id']}"
    closed = await owner.get(f"{path}/evidence/{first['id']}/preview")
    assert "备份" in closed.refused(409, "paper_closed")["detail"], "nobody waits for a picture"

    again = (await owner.upload(draft["id"], "service_contract", content)).ok(201)
    assert (await owner.get(f"{path}/evidence/{again['id']}/content")).raw == content
    shown = (await owner.get(path)).ok()["evidence"]
    assert [one["id"] for one in shown] == [again["id"]] != [first["id"]]
