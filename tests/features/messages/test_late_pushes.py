"""A push that comes late, or once more, undoes nothing that was done after it."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from standalone.wechat.push_envelope import Envelope, encrypt, envelope, signature
from standalone.wechat.records import PushTarget
from tests.features.messages.conftest import until
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.papers import JPEG, pdf

CANCELLED, REVOKED = "user_authorization_cancellation", "user_authorization_revoke"


@dataclass
class Pushing:
    """WeChat's push servers: whatever they send is signed as it should be."""

    world: World
    openid: str
    name: str

    @property
    def now(self) -> datetime:
        return self.world.ports.clock.now()

    def sealed(
        self,
        event: str,
        *,
        created_at: datetime,
        sent_at: datetime | None = None,
        items: str = "8",
    ) -> Envelope:
        settings = self.world.settings
        target = PushTarget(
            "", settings.wechat_push_token, settings.wechat_push_aes_key, mode="safe", format="json"
        )
        body = {
            "ToUserName": "gh_0",
            "FromUserName": self.openid,
            "OpenID": self.openid,
            "CreateTime": int(created_at.timestamp()),
            "MsgType": "event",
            "Event": event,
            "RevokeInfo": items,
        }
        sent = sent_at or self.now
        return envelope(target, settings.wechat_appid, body, sent.timestamp())

    async def deliver(self, sealed: Envelope) -> Answer:
        return await self.world.anyone.call(
            "POST", "//wechat/push", params=sealed.query, data=sealed.body
        )

    async def took(self, sealed: Envelope) -> None:
        """Delivered, and worked off by the worker; what others left waiting does not count."""
        before = await self._waiting()
        assert (await self.deliver(sealed)).raw == b"success"

        async def nothing_of_ours_waits() -> bool:
            return not await self._waiting() - before

        await until(nothing_of_ours_waits, "pushes worked off")

    async def _waiting(self) -> set[UUID]:
        rows = await self.world.fetch("SELECT id FROM push_events WHERE processed_at IS NULL")
        return {row["id"] for row in rows}

    async def log_in(self) -> Person:
        return await Person.through_wechat(self.world.anyone, self.name)

    async def refused(self) -> dict[str, float]:
        page = (await self.world.anyone.get("//metrics")).raw.decode()
        found = re.findall(r'shuangtui_wechat_pushes_refused_total{reason="(.*)"} (.*)', page)
        return {reason: float(count) for reason, count in found}


@pytest_asyncio.fixture
async def pushing(world: World, worker: None, request: pytest.FixtureRequest) -> Pushing:
    name = "late-" + request.node.name.replace("[", "-").rstrip("]")[:40]
    person = await Person.through_wechat(world.anyone, name)
    return Pushing(world, await world.sandbox.openid(person.name), name)


async def _is_known(pushing: Pushing, person: Person) -> bool:
    """A session may be remembered for half a minute; the database is asked."""
    sql = "SELECT 1 FROM users WHERE id = $1 AND openid_cipher IS NOT NULL"
    return bool(await pushing.world.fetch(sql, person.id))


async def test_a_cancellation_erases_who_was_there(pushing: Pushing) -> None:
    """The control: what is new is done."""
    person = await pushing.log_in()
    await pushing.took(pushing.sealed(CANCELLED, created_at=pushing.now))
    assert not await _is_known(pushing, person)


async def test_an_old_cancellation_leaves_who_came_back(pushing: Pushing) -> None:
    old = pushing.now - timedelta(days=20)
    first = await pushing.log_in()
    await pushing.took(pushing.sealed(CANCELLED, created_at=pushing.now))
    assert not await _is_known(pushing, first)
    again = await pushing.log_in()
    assert again.id != first.id
    await pushing.took(pushing.sealed(CANCELLED, created_at=old))
    assert await _is_known(pushing, again)


async def test_an_old_revocation_leaves_a_number_given_since(pushing: Pushing) -> None:
    person = await pushing.log_in()
    consent = {"text_version": pushing.world.settings.privacy_version}
    (await person.post("/session/consent", consent)).ok(204)
    codes = {"kind": "phone", "name": pushing.name, "phone": "13800138000"}
    code = (await pushing.world.sandbox.control("codes", **codes))["code"]
    (await person.post("/session/phone", {"code": code})).ok()
    await pushing.took(pushing.sealed(REVOKED, created_at=pushing.now - timedelta(hours=1)))
    assert await _has_phone(pushing.world, person)
    await pushing.took(pushing.sealed(REVOKED, created_at=pushing.now))
    assert not await _has_phone(pushing.world, person)


async def test_a_changed_number_is_asked_for_anew(pushing: Pushing) -> None:
    """`user_info_modified` that names the number: ours is not theirs any more."""
    person = await pushing.log_in()
    await pushing.world.fetch(
        "UPDATE users SET phone_cipher = 'x', phone_index = 'x', phone_masked = 'x' WHERE id = $1",
        person.id,
    )
    modified = "user_info_modified"
    await pushing.took(pushing.sealed(modified, created_at=pushing.now, items="6"))
    assert await _has_phone(pushing.world, person)
    await pushing.took(pushing.sealed(modified, created_at=pushing.now, items="6 | 8"))
    assert not await _has_phone(pushing.world, person)


@pytest.mark.parametrize(
    ("items", "before", "gone"),
    [
        ("14", timedelta(0), {"picture"}),
        ("8, 15", timedelta(0), {"picture", "document"}),
        ("14,15", timedelta(hours=1), set()),
        ("1", timedelta(0), set()),
    ],
)
async def test_chosen_files_that_were_never_handed_in_are_taken_back(
    pushing: Pushing, items: str, before: timedelta, gone: set[str]
) -> None:
    world, person = pushing.world, await pushing.world.sme()
    pushing.openid = await world.sandbox.openid(person.name)
    edition = await world.publish()
    handed_in = await person.submitted(edition)
    draft = await person.draft(edition)
    kind = draft["missing"][0]["kind"]
    for name, content in (("picture.jpg", JPEG), ("document.pdf", pdf(pushing.name))):
        (await person.upload(draft["id"], kind, content, name)).ok(201)

    async def names(application: dict[str, Any]) -> set[str]:
        shown = (await person.get(f"/applications/{application['id']}")).ok()
        return {paper["name"].split(".")[0] for paper in shown["evidence"]}

    papers, version = await names(handed_in), await _version(world, draft)
    when = pushing.now - before
    await pushing.took(pushing.sealed(REVOKED, created_at=when, items=items))
    assert await names(draft) == {"picture", "document"} - gone
    assert await names(handed_in) == papers
    assert (await _version(world, draft) > version) == bool(gone)
    (line,) = await world.fetch(
        "SELECT detail::text AS detail FROM audit WHERE subject_id = $1"
        " AND event = 'authorization.taken_back' ORDER BY seq DESC LIMIT 1",
        person.id,
    )
    detail = json.loads(line["detail"])
    named = {"14", "15"}.intersection(detail["items"])
    assert detail["papers_removed"] == len(gone)
    assert (detail["papers_kept"] > 0) == bool(named)


async def _version(world: World, application: dict[str, Any]) -> int:
    sql = "SELECT version FROM applications WHERE id = $1"
    (row,) = await world.fetch(sql, UUID(application["id"]))
    return int(row["version"])


async def _has_phone(world: World, person: Person) -> bool:
    sql = "SELECT 1 FROM users WHERE id = $1 AND phone_cipher IS NOT NULL"
    return bool(await world.fetch(sql, person.id))


@pytest.mark.parametrize(
    "away", [timedelta(minutes=-11), timedelta(minutes=11), timedelta(days=-9000)]
)
async def test_a_push_of_another_time_is_refused_and_counted(
    pushing: Pushing, away: timedelta
) -> None:
    person, before = await pushing.log_in(), await pushing.refused()
    sealed = pushing.sealed(CANCELLED, created_at=pushing.now, sent_at=pushing.now + away)
    assert (await pushing.deliver(sealed)).status == 403
    assert (await pushing.refused())["timestamp"] == before.get("timestamp", 0) + 1
    assert await _is_known(pushing, person)
    rows = await pushing.world.fetch(
        "SELECT 1 FROM push_events WHERE body->>'user_id' = $1", person.user["id"]
    )
    assert rows == []


async def test_the_same_push_again_is_one(pushing: Pushing) -> None:
    """Within its time a repeat meets the first one, whose key is kept for longer than that."""
    sealed = pushing.sealed(CANCELLED, created_at=pushing.now)
    await pushing.took(sealed)
    again = await pushing.log_in()
    await pushing.took(sealed)
    assert await _is_known(pushing, again)


def _deep(depth: int, form: str) -> bytes:
    if form == "xml":
        return ("<xml>" + "<a>" * depth + "</a>" * depth + "</xml>").encode()
    inner: Any = json.loads("[" * depth + "]" * depth)
    event = {"MsgType": "event", "Event": "x", "FromUserName": "o", "List": inner}
    return json.dumps(event).encode()


@pytest.mark.parametrize(("depth", "form"), [(6000, "xml"), (900, "json"), (40, "xml")])
async def test_what_is_nested_deep_is_answered(pushing: Pushing, depth: int, form: str) -> None:
    settings, stamp = pushing.world.settings, str(int(pushing.now.timestamp()))
    inner = _deep(depth, form).decode()
    inner = inner.replace(
        "<xml>", "<xml><MsgType>event</MsgType><Event>x</Event><FromUserName>o</FromUserName>"
    )
    sealed = encrypt(settings.wechat_push_aes_key, settings.wechat_appid, inner)
    query = {
        "timestamp": stamp,
        "nonce": "1",
        "msg_signature": signature(settings.wechat_push_token, stamp, "1", sealed),
    }
    body = json.dumps({"Encrypt": sealed}).encode()
    answer = await pushing.deliver(Envelope(query, body, "application/json"))
    assert answer.status == 403
