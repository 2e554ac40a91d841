"""How many papers and bytes one person may hand in, and how many they may open."""

import asyncio
from dataclasses import replace
from uuid import uuid4

from server.allowances import DOWNLOADS, UPLOADED_MEBIBYTES, UPLOADS
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.papers import pdf
from tests.world.spending import left

KIND, MIB = "service_contract", 1024 * 1024


async def mebibytes(person: Person, application: str, count: int) -> Answer:
    content = pdf(uuid4().hex, padding=count * MIB - 2000)
    return await person.upload(application, KIND, content)


async def test_twenty_at_once_get_no_further_than_one_after_the_other(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    async with left(world, owner, UPLOADS, 3):
        answers = await asyncio.gather(*(owner.upload(draft["id"], KIND) for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [201] * 3 + [429] * 17
    refused = next(answer for answer in answers if answer.status == 429)
    refused.refused(429, "rate_limited")
    assert "上传的材料太多" in refused.body["detail"]
    assert 0 < int(refused.headers["retry-after"]) <= 86_400 // UPLOADS.limit + 1
    shown = (await owner.get(f"/applications/{draft['id']}")).ok()
    assert len(shown["evidence"]) == 3


async def test_bytes_are_counted_beside_files(world: World) -> None:
    owner, other = await world.sme(), await world.sme()
    draft, others = await owner.draft(world.edition), await other.draft(world.edition)
    async with left(world, owner, UPLOADED_MEBIBYTES, 3):
        (await mebibytes(owner, draft["id"], 2)).ok(201)
        (await mebibytes(owner, draft["id"], 2)).refused(429, "rate_limited")
        (await mebibytes(other, others["id"], 2)).ok(201)
        (await mebibytes(owner, draft["id"], 1)).ok(201)
        (await owner.upload(draft["id"], KIND)).refused(429, "rate_limited")
    assert len((await owner.get(f"/applications/{draft['id']}")).ok()["evidence"]) == 2


async def test_a_repeat_is_no_further_upload(world: World) -> None:
    """Under its key, what was answered before is answered again."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    once = Person(owner.url, owner.http, owner.headers | {"idempotency-key": uuid4().hex})
    async with left(world, owner, UPLOADED_MEBIBYTES, 1):
        paper = pdf(uuid4().hex)
        first = (await once.upload(draft["id"], KIND, paper)).ok(201)
        assert (await once.upload(draft["id"], KIND, paper)).ok(201) == first


async def test_whoever_reads_for_a_living_opens_more_than_an_owner(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())
    path = f"/applications/{submitted['id']}/evidence/{submitted['evidence'][0]['id']}/content"
    auditor = await world.staff("auditor")
    theirs = replace(DOWNLOADS, limit=DOWNLOADS.more["auditor"])
    assert theirs.limit > DOWNLOADS.limit
    async with (
        left(world, owner, DOWNLOADS, 1),
        left(world, auditor, theirs, theirs.limit - DOWNLOADS.limit),
    ):
        (await owner.get(path)).ok()
        answer = await owner.get(path)
        answer.refused(429, "rate_limited")
        assert "打开的材料太多" in answer.body["detail"]
        (await auditor.get(path)).ok()
