"""Papers with an appeal or an objection: who hands them in, who reads them, until when."""

from typing import Any
from uuid import UUID

import aiohttp
import pytest

from server.features.attachments.inspect import inspect_attachment
from server.features.attachments.read import erase_attachment
from server.features.evidence.examine import LookLimits
from storage.errors import ObjectMissing
from storage.files.names import evidence_name
from tests.features.accounts.taken_along import exported
from tests.features.notices.ground import citizen, edition_with_notice, published, waiting
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.papers import pdf
from tests.world.review_steps import decide, endorse


async def attach(person: Person, path: str, content: bytes, name: str = "说明.pdf") -> Answer:
    form = aiohttp.FormData()
    form.add_field("name", name)
    form.add_field("file", content, filename="tmp", content_type="image/jpeg")
    return await person.call("POST", f"{path}/papers", data=form)


async def appealed(world: World) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    body = {"verdict": "reject", "comment": "付款凭据不清楚"}
    (await decide(await world.staff("auditor"), application, "audit", body)).ok()
    made = await owner.post(f"/applications/{application['id']}/appeal", {"reason": "有回单为证"})
    return owner, application, made.ok(201)


async def test_a_paper_of_an_appeal_from_hand_to_hand(world: World) -> None:
    owner, application, appeal = await appealed(world)
    path, content = f"/appeals/{appeal['id']}", pdf("bank slip")
    made = (await attach(owner, path, content)).ok(201)
    assert (made["state"], made["pages"], made["message"]) == ("checked", 1, None)
    assert (await attach(owner, path, content)).ok(200)["id"] == made["id"]
    authority = await world.staff("authority")
    (listed,) = (await authority.get("/appeals", params={"limit": "100"})).ok()["items"][-1][
        "papers"
    ]
    assert listed == made
    for reader in (authority, await world.staff("inspector")):
        assert (await reader.get(f"{path}/papers/{made['id']}/content")).raw == content
    mine = f"/applications/{application['id']}/appeal-papers/{made['id']}/content"
    assert (await owner.get(mine)).raw == content
    (await (await world.sme()).get(mine)).refused(404, "not_found")
    taken = await exported(owner)
    assert [one["id"] for one in taken["attachments.json"]] == [made["id"]]
    assert [taken[name] for name in taken if name.startswith("papers/appeal-")] == [content]
    (await attach(await world.sme(), path, content)).refused(404, "not_found")

    body = {"verdict": "dismissed", "comment": "经复核，原决定无误"}
    (await authority.post(f"{path}/decide", body)).ok()
    (await attach(owner, path, pdf("late"))).refused(409, "matter_decided")
    (await owner.delete(f"{path}/papers/{made['id']}")).refused(409, "matter_decided")
    (own,) = (await owner.get(f"/applications/{application['id']}/appeals")).ok()["items"]
    assert [paper["id"] for paper in own["papers"]] == [made["id"]]


async def test_papers_of_an_objection_and_their_limits(world: World) -> None:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
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
    await inspect_attachment(
        _uuid(made["id"]), bucket=ports.bucket, examiner=ports.examiner, clock=ports.clock
    )
    assert (await owner.get(mine)).status == 200


def _uuid(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])
