"""Papers on their way in: told by their bytes, kept once, and only where they belong."""

import asyncio
from hashlib import sha256
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from storage.errors import StoreUnavailable
from storage.files.parts import PART_BYTES
from tests.world.application import World
from tests.world.client import Person
from tests.world.papers import HEIC, JPEG, pdf, png

CONTRACT = "service_contract"
MIB = 1024 * 1024


async def papers_of(world: World, draft: dict[str, Any]) -> list[Any]:
    return await world.fetch(
        "SELECT id, object_name FROM evidence WHERE application_id = $1 AND deleted_at IS NULL",
        draft["id"],
    )


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.sme()


@pytest.fixture
async def draft(world: World, owner: Person) -> dict[str, Any]:
    return await owner.draft(world.edition)


@pytest.mark.parametrize(
    ("content", "name", "kept", "content_type"),
    [
        (pdf("a contract"), "合同.pdf", "合同.pdf", "application/pdf"),
        (JPEG, "合同照片.jpg", "合同照片.jpg", "image/jpeg"),
        (png(1000), "scan", "scan.png", "image/png"),
        (pdf("a scan"), "scan.tmp", "scan.pdf", "application/pdf"),
        (HEIC, "IMG_0001.HEIC", "IMG_0001.HEIC", "image/heic"),
        (HEIC, "renamed-by-the-phone.jpg", "renamed-by-the-phone.heic", "image/heic"),
    ],
)
async def test_the_type_is_told_by_the_bytes(
    owner: Person,
    draft: dict[str, Any],
    content: bytes,
    name: str,
    kept: str,
    content_type: str,
) -> None:
    paper = (await owner.upload(draft["id"], CONTRACT, content, name)).ok(201)
    told = {key: paper[key] for key in ("kind", "name", "size", "content_type", "sha256")}
    assert told == {
        "kind": CONTRACT,
        "name": kept,
        "size": len(content),
        "content_type": content_type,
        "sha256": sha256(content).hexdigest(),
    }
    after = (await owner.get(f"/applications/{draft['id']}")).ok()
    assert after["evidence"] == [paper]
    assert CONTRACT not in {missing["kind"] for missing in after["missing"]}


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (JPEG, "合同.pdf", 415, "unsupported_media"),
        (pdf("x"), "合同.jpg", 415, "unsupported_media"),
        (b"MZ\x90\x00 a program", "合同.pdf", 415, "unsupported_media"),
        (b"<html><script>alert(1)</script>", "a.pdf", 415, "unsupported_media"),
        (b"", "空.pdf", 422, "file_unreadable"),
        (pdf("cut off")[:-60], "a.pdf", 422, "file_unreadable"),
        (JPEG[:-20], "a.jpg", 422, "file_unreadable"),
    ],
)
async def test_what_is_not_taken_leaves_nothing_behind(
    world: World,
    owner: Person,
    draft: dict[str, Any],
    content: bytes,
    name: str,
    status: int,
    code: str,
) -> None:
    answer = await owner.upload(draft["id"], CONTRACT, content, name)
    assert answer.status == status
    if status == 422:
        answer.refused(422, "invalid")
        assert answer.reasons() == {("file", code)}
    else:
        answer.refused(status, code)
    assert await papers_of(world, draft) == []
    assert (await owner.get(f"/applications/{draft['id']}")).ok()["version"] == draft["version"]


async def test_a_file_over_twenty_mebibytes_is_too_large(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    answer = await owner.upload(draft["id"], CONTRACT, pdf("large", padding=20 * MIB))
    answer.refused(413, "too_large")
    assert answer.headers["connection"] == "close"
    assert await papers_of(world, draft) == []


async def test_a_file_of_twenty_mebibytes_is_taken(owner: Person, draft: dict[str, Any]) -> None:
    nearly = 20 * MIB - 2000
    just = pdf("x", padding=20 * MIB - len(pdf("x", padding=nearly)) + nearly)
    assert len(just) == 20 * MIB
    assert (await owner.upload(draft["id"], CONTRACT, just)).ok(201)["size"] == 20 * MIB


async def test_a_store_that_goes_away_on_the_way_takes_nothing(
    world: World, owner: Person, draft: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = world.ports.bucket.parts
    content, put = pdf(padding=2 * PART_BYTES), parts.put

    def away(name: str, upload_id: str, number: int, part: bytes) -> str:
        if number == 2:
            raise StoreUnavailable("files", "gone")
        return put(name, upload_id, number, part)

    monkeypatch.setattr(parts, "put", away)
    answer = await owner.upload(draft["id"], CONTRACT, content)
    answer.refused(503, "unavailable")
    assert await papers_of(world, draft) == []
    assert await world.ports.bucket.in_thread(lambda: parts.unfinished("evidence/")) == []
    monkeypatch.undo()
    paper = (await owner.upload(draft["id"], CONTRACT, content)).ok(201)
    assert (paper["state"], paper["sha256"]) == ("checked", sha256(content).hexdigest())
    assert world.ports.arrivals.held == 0


async def test_an_unknown_kind_is_refused_with_those_that_are_known(
    owner: Person, draft: dict[str, Any]
) -> None:
    for typed in ("holiday_photo", "合同", "Service Contract"):
        answer = await owner.upload(draft["id"], typed, pdf("x"))
        answer.refused(422, "invalid")
        assert answer.reasons() == {("kind", "kind_unknown")}
        message = answer.body["errors"][0]["message"]
        assert "请选：" in message
        assert "服务协议" in message


async def test_the_same_bytes_again_are_the_same_paper(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    paper = pdf(uuid4().hex)
    first = (await owner.upload(draft["id"], CONTRACT, paper)).ok(201)
    again = (await owner.upload(draft["id"], CONTRACT, paper, name="other.pdf")).ok(200)
    assert again == first
    other = (await owner.upload(draft["id"], "payment_receipt", paper)).ok(201)
    assert other["id"] != first["id"]
    assert len(await papers_of(world, draft)) == 2


async def test_the_same_bytes_many_times_at_once_are_one_paper(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    paper = pdf(uuid4().hex)
    answers = await asyncio.gather(*(owner.upload(draft["id"], CONTRACT, paper) for _ in range(6)))
    assert sorted(answer.status for answer in answers) == [200] * 5 + [201]
    assert len({answer.body["id"] for answer in answers}) == 1
    (row,) = await papers_of(world, draft)
    folder = row["object_name"].rpartition("/")[0] + "/"
    kept = [stored.name async for stored in world.ports.bucket.list(folder)]
    assert kept == [row["object_name"]]


async def test_no_more_than_twenty_of_a_kind(owner: Person, draft: dict[str, Any]) -> None:
    for _ in range(20):
        (await owner.upload(draft["id"], CONTRACT)).ok(201)
    answer = await owner.upload(draft["id"], CONTRACT)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("kind", "too_many")}


async def test_every_wrong_part_is_told_at_once(owner: Person, draft: dict[str, Any]) -> None:
    form = aiohttp.FormData()
    form.add_field("surprise", "1")
    form.add_field("kind", "no such kind!")
    form.add_field("x", b"...", filename="x")
    answer = await owner.call("POST", f"/applications/{draft['id']}/evidence", data=form)
    answer.refused(422, "invalid")
    assert {field for field, _ in answer.reasons()} >= {"surprise", "name", "file"}


async def test_json_is_no_upload(owner: Person, draft: dict[str, Any]) -> None:
    answer = await owner.post(f"/applications/{draft['id']}/evidence", {"kind": CONTRACT})
    answer.refused(415, "unsupported_media")


async def test_nobody_adds_to_or_takes_from_anothers(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    stranger = await world.sme()
    paper = (await owner.upload(draft["id"], CONTRACT)).ok(201)
    (await stranger.upload(draft["id"], CONTRACT)).refused(404, "not_found")
    path = f"/applications/{draft['id']}/evidence/{paper['id']}"
    (await stranger.delete(path)).refused(404, "not_found")
    own = await stranger.draft(world.edition)
    borrowed = f"/applications/{own['id']}/evidence/{paper['id']}"
    (await stranger.delete(borrowed)).refused(404, "not_found")
    assert len(await papers_of(world, draft)) == 1


async def test_a_removed_paper_is_missing_again(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    bytes_of_it = pdf(uuid4().hex)
    paper = (await owner.upload(draft["id"], CONTRACT, bytes_of_it)).ok(201)
    path = f"/applications/{draft['id']}/evidence/{paper['id']}"
    (await owner.delete(path)).ok(204)
    (await owner.delete(path)).refused(404, "not_found")
    (await owner.get(f"{path}/content")).refused(404, "not_found")
    after = (await owner.get(f"/applications/{draft['id']}")).ok()
    assert CONTRACT in {missing["kind"] for missing in after["missing"]}
    jobs = await world.fetch(
        "SELECT 1 FROM pgqueuer WHERE entrypoint = 'evidence.deleted'"
        " AND payload = uuid_send($1::text::uuid)",
        paper["id"],
    )
    assert len(jobs) == 1
    again = (await owner.upload(draft["id"], CONTRACT, bytes_of_it)).ok(201)
    assert again["id"] != paper["id"]


async def test_removing_a_paper_is_no_error_in_the_log(
    owner: Person, draft: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Clients send an empty body, or one without meaning, with a DELETE."""
    for body in (b"", b"{}"):
        paper = (await owner.upload(draft["id"], CONTRACT)).ok(201)
        path = f"/applications/{draft['id']}/evidence/{paper['id']}"
        (await owner.delete(path, data=body)).ok(204)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_what_was_submitted_takes_and_gives_no_papers(world: World, owner: Person) -> None:
    submitted = await owner.submitted(await world.publish())
    (await owner.upload(submitted["id"], CONTRACT)).refused(409, "not_editable")
    paper = submitted["evidence"][0]["id"]
    answer = await owner.delete(f"/applications/{submitted['id']}/evidence/{paper}")
    answer.refused(409, "not_editable")
