"""Papers with an appeal or an objection: who hands them in, who reads them, until when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.clock import Clock
from server.features.attachments.inspect import inspect_attachment
from server.features.attachments.read import erase_attachment
from server.features.evidence.examine import LookLimits
from server.features.evidence.expire import expire_papers
from server.features.evidence.sweep import sweep_files
from storage.errors import ObjectMissing
from storage.files.names import evidence_name
from tests.features.accounts.taken_along import exported
from tests.features.attachments.handing_in import appealed, attach, given_to
from tests.features.notices.ground import citizen, edition_with_notice, published, waiting
from tests.world.application import World
from tests.world.client import Person
from tests.world.hostile_papers import pdf_with_password
from tests.world.papers import pdf

SETTLED = "UPDATE editions SET settled_at = $2 WHERE code = $1"
CLOSED = "UPDATE notices SET state = 'closed', closed_at = now() WHERE id = $1"


async def test_a_paper_of_an_appeal_from_hand_to_hand(world: World) -> None:
    owner, application, appeal = await appealed(world)
    path, content = f"/appeals/{appeal['id']}", pdf("bank slip")
    made = (await attach(owner, path, content)).ok(201)
    assert (made["state"], made["pages"], made["message"]) == ("checked", 1, None)
    assert (await attach(owner, path, content)).ok(200)["id"] == made["id"]
    authority, inspector = await world.staff("authority"), await world.staff("inspector")
    (listed,) = (await authority.get("/appeals", params={"limit": "100"})).ok()["items"][-1][
        "papers"
    ]
    assert listed == made
    for reader in (authority, inspector):
        assert (await reader.get(f"{path}/papers/{made['id']}/content")).raw == content
    mine = f"/applications/{application['id']}/appeal-papers/{made['id']}/content"
    assert (await owner.get(mine)).raw == content
    (await (await world.sme()).get(mine)).refused(404, "not_found")
    taken = await exported(owner)
    assert [one["id"] for one in taken["attachments.json"]] == [made["id"]]
    assert [taken[name] for name in taken if name.startswith("papers/appeal-")] == [content]
    assert [one["attachment_id"] for one in taken["attachment_views.json"]] == [made["id"]]
    readers = (authority, inspector, owner, owner)
    assert await given_to(world, made["id"]) == [reader.user["id"] for reader in readers]
    (await attach(await world.sme(), path, content)).refused(404, "not_found")

    body = {"verdict": "dismissed", "comment": "经复核，原决定无误"}
    (await authority.post(f"{path}/decide", body)).ok()
    (await attach(owner, path, pdf("late"))).refused(409, "matter_decided")
    (await owner.delete(f"{path}/papers/{made['id']}")).refused(409, "matter_decided")
    decided = (await authority.get("/appeals", params={"state": "dismissed", "limit": "1"})).ok()
    assert ([one["id"] for one in decided["items"]], decided["total"] > 0) == ([appeal["id"]], True)
    waiting_now = (await authority.get("/appeals", params={"limit": "100"})).ok()["items"]
    assert appeal["id"] not in {one["id"] for one in waiting_now}

    await settled_long_ago(world, application["edition"])
    own = (await owner.get(f"/applications/{application['id']}/appeals")).ok()
    (paper,) = own["items"][0]["papers"]
    assert (own["total"], paper["id"], paper["state"]) == (1, made["id"], "expired")
    assert "保存期限已满" in (await owner.get(mine)).refused(409, "paper_closed")["detail"]
    await erase_attachment(_uuid(made["id"]), bucket=world.ports.bucket)
    assert not await world.ports.bucket.exists(evidence_name(_uuid(path), _uuid(made["id"])))


async def test_papers_of_an_objection_and_their_limits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    notice = await published(world, edition)
    person = await citizen(world)
    objection = await person.post(f"/notices/{notice['id']}/objections", {"reason": "情况不实"})
    path = f"/objections/{objection.ok(201)['id']}"
    (await attach(person, path, b"MZ\x90 program")).refused(415, "unsupported_media")
    (await attach(person, path, pdf("words")[:-40])).refused(422, "invalid")
    made = [(await attach(person, path, pdf(f"proof {n}"))).ok(201) for n in range(10)]
    (await attach(person, path, pdf("one more"))).refused(409, "too_many_attachments")
    for _ in range(2):
        (await person.delete(f"{path}/papers/{made[0]['id']}")).ok(204)
    (await person.get(f"{path}/papers/{made[0]['id']}/content")).refused(404, "not_found")
    bucket = world.ports.bucket
    name = evidence_name(_uuid(path), _uuid(made[0]["id"]))
    await erase_attachment(_uuid(made[0]["id"]), bucket=bucket)
    with pytest.raises(ObjectMissing):
        await bucket.open(name)
    (own,) = (await person.get("/objections")).ok()["items"]
    assert len(own["papers"]) == 9
    authority = await world.staff("authority")
    (seen,) = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    assert [paper["uploaded_by"] for paper in seen["papers"]] == [seen["raised_by"]] * 9
    await refused_late(world, person, path, "objection.paper_refused", monkeypatch)

    (await person.delete("/account")).ok()
    await settled_long_ago(world, edition)
    await world.fetch(CLOSED, UUID(notice["id"]))
    await expire_papers(clock=world.ports.clock)
    assert await states_of(authority, notice) == {"checked", "refused"}
    (await owner.post(f"/applications/{application['id']}/withdraw")).ok()
    await expire_papers(clock=world.ports.clock)
    assert await states_of(authority, notice) == {"expired", "refused"}


async def test_what_is_not_looked_at_yet_is_given_to_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, application, appeal = await appealed(world)
    path = f"/appeals/{appeal['id']}"
    ports = world.ports
    monkeypatch.setattr(ports.examiner, "limits", LookLimits(at_once=0))
    made = (await attach(owner, path, pdf("to be checked"))).ok(201)
    assert made["state"] == "checking"
    mine = f"/applications/{application['id']}/appeal-papers/{made['id']}/content"
    (await owner.get(mine)).refused(409, "paper_closed")
    await inspected(world, made)
    assert (await owner.get(mine)).status == 200
    await refused_late(world, owner, path, "appeal.paper_refused", monkeypatch)

    bucket, name = ports.bucket, evidence_name(_uuid(path), _uuid(made["id"]))
    later = Clock(lambda: datetime.now(UTC) + timedelta(hours=2))
    told = await sweep_files(bucket=bucket, clock=later, mend=False)
    assert name not in {one.name for one in told.orphans.first}
    assert name not in {one.object_name for one in told.lost.first}
    await bucket.delete(name)
    told = await sweep_files(bucket=bucket, clock=later, mend=False)
    lost = [(one.kind, one.number) for one in told.lost.first if one.object_name == name]
    assert lost == [("appeal", application["number"])]


async def refused_late(
    world: World, person: Person, path: str, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that its owner was answered for before the look had ended; told once, however often seen."""
    monkeypatch.setattr(world.ports.examiner, "limits", LookLimits(at_once=0))
    made = (await attach(person, path, pdf_with_password(), "回单.pdf")).ok(201)
    for _ in range(2):
        await inspected(world, made)
    told = (await person.get("/notifications", params={"limit": "100"})).ok()["items"]
    (about,) = [one for one in told if one["event"] == event]
    assert "“回单.pdf”没有通过检查" in about["body"]
    assert "请另存为不带密码的 PDF" in about["body"]


async def inspected(world: World, paper: dict[str, Any]) -> None:
    ports = world.ports
    await inspect_attachment(
        _uuid(paper["id"]), bucket=ports.bucket, examiner=ports.examiner, clock=ports.clock
    )


async def settled_long_ago(world: World, edition: str) -> None:
    """Its papers have been kept for the years that its file says, and the worker has looked."""
    year = world.ports.clock.today().year
    await world.fetch(SETTLED, edition, datetime(year - 11, 6, 30, tzinfo=UTC))
    await expire_papers(clock=world.ports.clock)


async def states_of(authority: Person, notice: dict[str, Any]) -> set[str]:
    (seen,) = (await authority.get(f"/notices/{notice['id']}/objections")).ok()["items"]
    return {paper["state"] for paper in seen["papers"]}


def _uuid(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])
