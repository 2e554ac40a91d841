"""A paper is shown and submitted once it is checked; what is found later is told."""

from datetime import timedelta
from typing import Any

import pytest

from models.rules.paper_faults import UNENDED
from server.edge.jobs.try_later import TryLater
from storage.files.child.ended import ReadingUnended
from tests.features.applications.filed import filed
from tests.features.evidence.conftest import Worker
from tests.world.application import World
from tests.world.client import Person
from tests.world.hostile_papers import pdf_with_password
from tests.world.papers import pdf
from tests.world.review_steps import platform_of

KIND = "service_contract"


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.sme()


@pytest.fixture
async def ready(world: World, owner: Person) -> dict[str, Any]:
    """All there but the contract."""
    application = await owner.fill_in(await owner.draft(await world.publish()))
    for missing in application["missing"]:
        if missing["kind"] != KIND:
            (await owner.upload(application["id"], missing["kind"])).ok(201)
    return application


async def paper_of(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    (paper,) = [paper for paper in shown["evidence"] if paper["kind"] == KIND]
    return {**paper, "missing": [missing["kind"] for missing in shown["missing"]]}


async def test_what_was_looked_at_in_time_is_checked(
    owner: Person, ready: dict[str, Any], worker: Worker
) -> None:
    paper = (await owner.upload(ready["id"], KIND)).ok(201)
    assert paper["state"] == "checked"
    assert paper.keys().isdisjoint({"fault", "message"})
    assert await worker.waiting(paper["id"]) == ["evidence.previews"]


async def test_a_slow_look_is_finished_by_the_worker(
    owner: Person, ready: dict[str, Any], worker: Worker, slow_look: None
) -> None:
    content = pdf("a contract")
    paper = (await owner.upload(ready["id"], KIND, content)).ok(201)
    assert paper["state"] == "checking"
    assert "还在检查" in paper["message"]
    assert (await owner.upload(ready["id"], KIND, content)).ok(200) == paper
    path = f"/applications/{ready['id']}"
    (await owner.get(f"{path}/evidence/{paper['id']}/content")).refused(409, "paper_closed")
    early = await owner.post(f"{path}/submit")
    early.refused(409, "incomplete")
    assert early.reasons() == {(f"evidence.{KIND}", "checking")}
    assert "请稍候再提交" in early.body["errors"][0]["message"]

    assert await worker.waiting(paper["id"]) == ["evidence.inspect"]
    await worker.do("evidence.inspect", "evidence.inspect", paper=paper["id"])

    assert (await paper_of(owner, ready))["state"] == "checked"
    assert (await owner.get(f"{path}/evidence/{paper['id']}/content")).raw == content
    assert (await owner.post(f"{path}/submit")).ok()["status"] == "in_review"


async def test_what_turns_out_later_is_told_and_holds_the_submission_up(
    world: World, owner: Person, ready: dict[str, Any], worker: Worker, slow_look: None
) -> None:
    paper = (await owner.upload(ready["id"], KIND, pdf_with_password())).ok(201)
    assert paper["state"] == "checking"
    (row,) = await world.fetch("SELECT object_name FROM evidence WHERE id = $1", paper["id"])
    await worker.do("evidence.inspect", "evidence.inspect", paper=paper["id"])

    shown = await paper_of(owner, ready)
    assert (shown["state"], shown["fault"]) == ("refused", "password")
    assert "请另存为不带密码的 PDF" in shown["message"]
    assert KIND in shown["missing"]
    path = f"/applications/{ready['id']}"
    closed = await owner.get(f"{path}/evidence/{paper['id']}/content")
    assert "请另存为不带密码的 PDF" in closed.refused(409, "paper_closed")["detail"]
    refused = await owner.post(f"{path}/submit")
    refused.refused(409, "incomplete")
    assert refused.reasons() == {(f"evidence.{KIND}", "refused")}

    told = (await owner.get("/notifications")).ok()["items"]
    about = [one for one in told if one["event"] == "application.paper_refused"]
    assert len(about) == 1
    assert f"“{paper['name']}”没有通过检查" in about[0]["body"]

    assert "evidence.deleted" in await worker.waiting(paper["id"])
    await worker.do("evidence.deleted", paper=paper["id"])
    assert not await world.ports.bucket.exists(row["object_name"])
    (await owner.delete(f"{path}/evidence/{paper['id']}")).ok(204)


async def test_the_platform_that_corrects_what_it_filed_is_told_too(
    world: World, owner: Person, worker: Worker, request: pytest.FixtureRequest
) -> None:
    application = await filed(world, owner, world.edition)
    platform = await platform_of(world, application)
    body = {"verdict": "return", "items": [{"item": KIND, "reason": "合同缺页"}]}
    (await platform.post(f"/platform/applications/{application['id']}/endorse", body)).ok()
    request.getfixturevalue("slow_look")
    paper = (await platform.upload(application["id"], KIND, pdf_with_password())).ok(201)
    await worker.do("evidence.inspect", paper=paper["id"])
    told = (await platform.get("/notifications", params={"limit": "100"})).ok()["items"]
    (about,) = [one for one in told if one["event"] == "platform.client_paper"]
    assert application["number"] in about["body"]
    assert "请另存为不带密码的 PDF" in about["body"]


async def test_a_look_that_never_ends_is_given_up_in_true_words(
    owner: Person,
    ready: dict[str, Any],
    worker: Worker,
    slow_look: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = (await owner.upload(ready["id"], KIND, pdf("endless"))).ok(201)

    async def endless(*_: Any) -> None:
        raise ReadingUnended()

    monkeypatch.setattr(worker.ports.examiner, "examine", endless)
    for _ in UNENDED:
        with pytest.raises(ReadingUnended):
            await worker.do("evidence.inspect", paper=paper["id"])
        assert (await paper_of(owner, ready))["state"] == "checking"
    await worker.do("evidence.inspect", paper=paper["id"])
    shown = await paper_of(owner, ready)
    assert (shown["state"], shown["fault"]) == ("refused", "too_complex")
    assert "文件太复杂" in shown["message"]


async def test_one_that_was_removed_meanwhile_is_let_be(
    world: World, owner: Person, ready: dict[str, Any], worker: Worker, slow_look: None
) -> None:
    paper = (await owner.upload(ready["id"], KIND, pdf_with_password())).ok(201)
    (await owner.delete(f"/applications/{ready['id']}/evidence/{paper['id']}")).ok(204)
    await worker.do("evidence.inspect", paper=paper["id"])
    (row,) = await world.fetch("SELECT state FROM evidence WHERE id = $1", paper["id"])
    assert row["state"] == "checking"
    told = (await owner.get("/notifications")).ok()["items"]
    assert "application.paper_refused" not in {one["event"] for one in told}


async def test_a_paper_that_the_store_lost_may_come_again(
    world: World, owner: Person, ready: dict[str, Any], worker: Worker, slow_look: None
) -> None:
    content, path = pdf("a contract"), f"/applications/{ready['id']}"
    first = (await owner.upload(ready["id"], KIND, content)).ok(201)
    (row,) = await world.fetch("SELECT object_name FROM evidence WHERE id = $1", first["id"])
    await world.ports.bucket.delete(row["object_name"])
    with pytest.raises(TryLater):
        await worker.do("evidence.inspect", paper=first["id"])
    waiting = await paper_of(owner, ready)
    assert (waiting["state"], waiting["fault"]) == ("checking", "lost")
    assert "请重新上传同一份文件" in waiting["message"]

    world.clock.ahead += timedelta(hours=1)
    try:
        await worker.do("evidence.inspect", paper=first["id"])
    finally:
        world.clock.ahead -= timedelta(hours=1)
    refused = await owner.post(f"{path}/submit")
    assert refused.reasons() == {(f"evidence.{KIND}", "refused")}
    told = (await owner.get("/notifications")).ok()["items"]
    assert any("请重新上传同一份文件" in one["body"] for one in told)

    again = (await owner.upload(ready["id"], KIND, content)).ok(201)
    assert again["id"] != first["id"]
    await worker.do("evidence.inspect", paper=again["id"])
    assert (await paper_of(owner, ready))["state"] == "checked"
    assert (await owner.post(f"{path}/submit")).ok()["status"] == "in_review"


async def test_what_is_refused_in_time_leaves_nothing_in_the_store(
    world: World, owner: Person, ready: dict[str, Any]
) -> None:
    answer = await owner.upload(ready["id"], KIND, pdf_with_password())
    answer.refused(422, "invalid")
    assert answer.reasons() == {("file", "file_unreadable")}
    rows = await world.fetch(
        "SELECT object_name FROM evidence WHERE application_id = $1", ready["id"]
    )
    folder = f"evidence/{ready['id']}/"
    kept = {stored.name async for stored in world.ports.bucket.list(folder)}
    assert kept == {row["object_name"] for row in rows}
