"""`/wechat/push` on a real server, pushed to by the stand-in in every mode and format."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from server.clock import Clock
from server.edge.web.edge import install, make_app
from server.edge.web.ports import EdgePorts
from server.edge.web.serve import serve
from server.edge.web.tasks import OwnedTasks
from server.edge.wechat.client import WeChat
from server.edge.wechat.push import PushSecrets
from server.edge.wechat.push_events import OptOut, PopupAnswer, PushEvent, SendOutcome
from server.features.messages import push_routes
from server.features.messages.push_routes import push
from tests.world.sandbox import APPID, DATA, TEMPLATE, Sandbox

TOKEN, AES_KEY = "AAAAA", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass
class Taken:
    """Stands where the root hands events on; keeps them and says when there are enough."""

    wechat_push: PushSecrets | None = field(
        default_factory=lambda: PushSecrets(APPID, TOKEN, AES_KEY)
    )
    events: list[PushEvent] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    keyring: None = None
    failures: int = 0
    refused: list[str] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, events: list[PushEvent], **ports: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the store is away")
        self.events += events
        self.changed.set()

    def unheard(self, place: str, word: str) -> None:
        self.unknown.append((place, word))

    def push_refused(self, reason: str) -> None:
        self.refused.append(reason)

    async def until(self, count: int) -> list[PushEvent]:
        async with asyncio.timeout(30):
            while len(self.events) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.events


class NoLimit:
    async def allow(
        self, bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> int | None:
        return None


async def nobody(*given: Any) -> Any:
    return None


@pytest_asyncio.fixture(loop_scope="session")
async def taken(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Taken, str]]:
    taken, app, tasks = Taken(), make_app(f"push_{uuid4().hex}"), OwnedTasks()
    # Sanic rewrites its own methods at most once per process; other tests start apps too.
    app.config.TOUCHUP = False
    install(app, EdgePorts(nobody, nobody, NoLimit()), [push], tasks=tasks)
    app.ctx.ports = taken
    monkeypatch.setattr(push_routes, "take_events", taken.take)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        bound.setblocking(False)
        stop, ready = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(serve(app, bound, stop, ready=ready, drain_seconds=1))
        opened = asyncio.create_task(ready.wait())
        await asyncio.wait({serving, opened}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
        yield taken, f"http://127.0.0.1:{bound.getsockname()[1]}/wechat/push"
        stop.set()
        await serving


def target(url: str, mode: str = "safe", form: str = "json") -> dict[str, str]:
    return {"url": url, "token": TOKEN, "aes_key": AES_KEY, "mode": mode, "format": form}


def popup(*template_ids: str, at: int = 1714037059) -> dict[str, Any]:
    entries = [
        {"TemplateId": one, "SubscribeStatusString": "accept", "PopupScene": "0"}
        for one in template_ids
    ]
    return {
        "ToUserName": "gh_1",
        "FromUserName": "oWang",
        "CreateTime": at,
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": entries[0] if len(entries) == 1 else entries,
    }


async def test_the_console_accepts_the_address(sandbox: Sandbox, taken: tuple[Taken, str]) -> None:
    _, url = taken
    assert (await sandbox.control("push/check", **target(url)))["passed"]
    forged = await sandbox.control("push/check", **target(url), wrong="signature")
    assert forged["status"] == 403
    assert not forged["passed"]


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("ids", [("T1",), ("T1", "T2"), ("T1", "T2", "T3")])
async def test_every_mode_and_format(
    sandbox: Sandbox, taken: tuple[Taken, str], mode: str, form: str, ids: tuple[str, ...]
) -> None:
    store, url = taken
    answer = await sandbox.control(
        "push",
        **target(url, mode, form),
        events=[popup(*ids), popup(*ids, at=1714037060)],
        copies=2,
        reversed=True,
    )
    assert answer["deliveries"] == [{"status": 200, "body": "success"}] * 4
    assert [one.detail for one in store.events] == [PopupAnswer(i, True) for i in ids] * 4
    assert store.events[0].created_at > store.events[-1].created_at
    assert len({one.dedupe_key for one in store.events}) == 2 * len(ids)


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
@pytest.mark.parametrize("wrong", ["signature", "appid"])
async def test_forgeries_leave_nothing(
    sandbox: Sandbox, taken: tuple[Taken, str], mode: str, wrong: str
) -> None:
    store, url = taken
    if (mode, wrong) == ("plain", "appid"):
        store.wechat_push = PushSecrets(APPID, TOKEN, AES_KEY, encrypted_only=True)
    answer = await sandbox.control("push", **target(url, mode), events=[popup("T1")], wrong=wrong)
    assert answer["deliveries"][0]["status"] == 403
    assert store.events == []


async def test_without_secrets_there_is_no_such_address(
    sandbox: Sandbox, taken: tuple[Taken, str]
) -> None:
    store, url = taken
    store.wechat_push = None
    answer = await sandbox.control("push", **target(url), events=[popup("T1")])
    assert answer["deliveries"][0]["status"] == 404
    assert (await sandbox.control("push/check", **target(url)))["status"] == 404


async def test_what_people_do_arrives(
    sandbox: Sandbox, wechat: WeChat, taken: tuple[Taken, str]
) -> None:
    store, url = taken
    await sandbox.control("push/target", **target(url))
    openid = await sandbox.openid("wang")
    person = {"name": "wang", "template_id": TEMPLATE}
    await sandbox.control("popup", **person, choice="accept", event="before")
    assert [one.detail for one in store.events] == [PopupAnswer(TEMPLATE, True)]
    sent = await wechat.send_subscribe_message(openid=openid, template_id=TEMPLATE, data=DATA)
    outcome = (await store.until(2))[-1]
    assert outcome.detail == SendOutcome(TEMPLATE, str(sent.msgid), "0", "success")
    await sandbox.control("opt-out", **person)
    assert (await store.until(3))[-1].detail == OptOut(TEMPLATE)
    await sandbox.control("revoke", name="wang", info="8")
    revoked = (await store.until(4))[-1]
    assert revoked.name == "user_authorization_revoke"
    assert {one.openid for one in store.events} == {openid}


async def test_an_event_that_cannot_be_stored_is_pushed_again(
    sandbox: Sandbox, taken: tuple[Taken, str]
) -> None:
    store, url = taken
    store.failures = 2
    await sandbox.control("push/target", **target(url))
    await sandbox.control(
        "popup", name="wang", template_id=TEMPLATE, choice="reject", event="before"
    )
    assert [one["status"] for one in await sandbox.show("pushes")] == [500, 500, 200]
    assert [one.detail for one in store.events] == [PopupAnswer(TEMPLATE, False)]


async def test_an_unknown_word_is_counted_and_the_rest_arrives(
    sandbox: Sandbox, taken: tuple[Taken, str]
) -> None:
    store, url = taken
    event = popup("T1", "T2", "T3")
    event["List"][0]["SubscribeStatusString"] = "perhaps"
    event["List"][1]["SubscribeStatusString"] = "acceptWithAlert"
    answer = await sandbox.control("push", **target(url), events=[event])
    assert answer["deliveries"] == [{"status": 200, "body": "success"}]
    assert [one.detail for one in store.events] == [
        None,
        PopupAnswer("T2", accepted=True),
        PopupAnswer("T3", accepted=True),
    ]
    assert store.unknown == [("popup push", "perhaps")]


async def test_a_push_of_which_nothing_is_known_is_taken_and_counted(
    sandbox: Sandbox, taken: tuple[Taken, str]
) -> None:
    store, url = taken
    events = [popup("T1") | {"List": {"TemplateId": "T1"}}, popup("T1") | {"MsgType": "hologram"}]
    answer = await sandbox.control("push", **target(url), events=events)
    assert answer["deliveries"] == [{"status": 200, "body": "success"}] * 2
    assert store.events == []
    assert store.unknown == [
        ("entry of a push", "subscribe_msg_popup_event"),
        ("kind of a push", "hologram"),
    ]
