"""Papers on their way out: to the firm, its platform and its reviewers, and every view on record."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.papers import JPEG, pdf

MIB = 1024 * 1024


async def content(person: Person, application: str, paper: str) -> Answer:
    return await person.get(f"/applications/{application}/evidence/{paper}/content")


async def views(world: World, paper: str) -> list[str]:
    rows = await world.fetch(
        "SELECT user_id::text FROM evidence_views WHERE evidence_id = $1 ORDER BY id", UUID(paper)
    )
    return [row["user_id"] for row in rows]


async def test_the_owner_reads_what_was_uploaded(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    paper = (await owner.upload(draft["id"], "service_contract", JPEG, "合同 1.jpg")).ok(201)
    answer = await content(owner, draft["id"], paper["id"])
    answer.ok()
    assert answer.raw == JPEG
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E5%90%88%E5%90%8C%201.jpg" in disposition
    assert "no-store" in answer.headers["cache-control"]
    assert await views(world, paper["id"]) == [owner.user["id"]]


async def test_a_large_paper_comes_back_whole(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    large = pdf(uuid4().hex, padding=11 * MIB)
    paper = (await owner.upload(draft["id"], "service_contract", large)).ok(201)
    answer = await content(owner, draft["id"], paper["id"])
    answer.ok()
    assert answer.raw == large
    assert answer.headers["content-length"] == str(len(large))


async def test_nobody_else_reads_a_drafts_papers(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    paper = (await owner.upload(draft["id"], "service_contract")).ok(201)
    platform = await world.staff("platform", platform_id=UUID(draft["platform"]["id"]))
    auditor = await world.staff("auditor")
    for person in (await world.sme(), platform, auditor):
        (await content(person, draft["id"], paper["id"])).refused(404, "not_found")
    assert await views(world, paper["id"]) == []


async def test_a_paper_is_found_only_under_its_own_application(world: World) -> None:
    owner = await world.sme()
    one, other = await owner.draft(world.edition), await owner.draft(world.edition)
    paper = (await owner.upload(one["id"], "service_contract")).ok(201)
    (await content(owner, other["id"], paper["id"])).refused(404, "not_found")
    (await content(owner, one["id"], str(uuid4()))).refused(404, "not_found")
    (await content(owner, one["id"], "not-an-id")).refused(404, "not_found")


async def test_its_platform_and_its_reviewers_read_what_was_handed_in(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())
    paper = submitted["evidence"][0]["id"]
    readers = [
        await world.staff("platform", platform_id=UUID(submitted["platform"]["id"])),
        await world.staff("auditor"),
        await world.staff("authority"),
    ]
    for person in readers:
        (await content(person, submitted["id"], paper)).ok()
    assert await views(world, paper) == [person.user["id"] for person in readers]


async def test_others_do_not_read_what_was_handed_in(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())
    paper = submitted["evidence"][0]["id"]
    rows = await world.fetch(
        "SELECT id FROM platforms WHERE id <> $1 LIMIT 1", UUID(submitted["platform"]["id"])
    )
    outsiders = [
        await world.sme(),
        await world.staff("platform", platform_id=rows[0]["id"]),
        await world.staff("auditor", edition_code=await world.publish()),
    ]
    for person in outsiders:
        (await content(person, submitted["id"], paper)).refused(404, "not_found")
    assert await views(world, paper) == []


@pytest.mark.parametrize("role", ["admin", "nobody"])
async def test_without_the_role_there_is_no_reading(world: World, role: str) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())
    paper: dict[str, Any] = submitted["evidence"][0]
    path = f"/applications/{submitted['id']}/evidence/{paper['id']}/content"
    if role == "nobody":
        (await world.anyone.get(path)).refused(401, "unauthenticated")
    else:
        answer = await (await world.staff(role)).get(path)
        assert answer.status in (403, 404)
    assert await views(world, paper["id"]) == []
