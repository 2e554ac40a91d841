"""Mangled pushes by the thousand, at a whole application: no 500, and no forgery leaves a row.

`make prove` tries a hundred thousand.
"""

import base64
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import settings

from standalone.wechat.push_envelope import Envelope, encrypt, envelope, signature, write
from standalone.wechat.records import PushTarget
from tests.world.application import World
from tests.world.client import Answer

TRIES = 20 * settings().max_examples
SEED = 13
WORDS: tuple[Any, ...] = (
    *("accept", "reject", "", " ", "0", "\x00", "\ud83d", "𠮷", "‮", "x" * 400, "{", "<a>", "]]>"),
    *(None, True, 0, -1, 2**63, 10**40, 1.5, 1e300, [], {}, [[]], {"List": []}, [None, {}]),
)
EVENTS = (
    *("subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"),
    *("wxa_media_check", "user_info_modified", "user_authorization_revoke"),
    *("user_authorization_cancellation", "debug_demo", "hologram", ""),
)
FIELDS = ("TemplateId", "SubscribeStatusString", "MsgID", "ErrorCode", "ErrorStatus", "PopupScene")


class Mangler:
    """Pushes as WeChat would send them, and what may be done to one, all from one seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.random, self.world = random.Random(seed), world
        given = world.settings
        self.token, self.key = given.wechat_push_token, given.wechat_push_aes_key
        self.appid = given.wechat_appid

    def event(self) -> dict[str, Any]:
        entries = [
            {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "0"}
            for _ in range(self.random.randint(1, 3))
        ]
        return {
            "ToUserName": "gh_1",
            "FromUserName": "oForged",
            "CreateTime": int(self.world.ports.clock.now().timestamp()),
            "MsgType": "event",
            "Event": "subscribe_msg_popup_event",
            "List": entries[0] if len(entries) == 1 else entries,
        }

    def genuine(self, *, token: str = "", key: str = "", appid: str = "") -> Envelope:
        mode = self.random.choice(["compat", "safe"])
        form = self.random.choice(["json", "xml"])
        target = PushTarget("", token or self.token, key or self.key, mode=mode, format=form)  # type: ignore[arg-type]
        now = self.world.ports.clock.now().timestamp()
        return envelope(target, appid or self.appid, self.event(), now)

    def forged(self) -> Envelope:
        """Something that the signature covers is not as it was; or who signs does not know how."""
        ways: list[Callable[[], Envelope]] = [
            lambda: self.genuine(token="another"),
            lambda: self.genuine(key="Z" * 43),
            lambda: self.genuine(appid="wxffffffffffffffff"),
            self._sealed_otherwise,
            self._query_otherwise,
            self._query_without,
            self._cut,
            self._noise,
            self._plain,
        ]
        return self.random.choice(ways)()

    def _sealed_otherwise(self) -> Envelope:
        whole = self.genuine()
        sealed = _sealed_in(whole.body)
        place = self.random.randrange(len(sealed))
        other = self.random.choice("ABCabc019+/=-% ").replace(sealed[place], "~")
        mangled = sealed[:place] + other + sealed[place + 1 :]
        body = whole.body.replace(sealed.encode(), mangled.encode())
        return Envelope(whole.query, body, whole.content_type)

    def _query_otherwise(self) -> Envelope:
        whole = self.genuine()
        name = self.random.choice(["msg_signature", "timestamp", "nonce"])
        wrong = ["", "0", "-1", "9" * 30, "签名", whole.query[name] + "0", whole.query[name][:-1]]
        wrong += ["0" * 40, "\x00", "‮" + whole.query[name], whole.query["signature"] + "~"]
        return Envelope(
            whole.query | {name: self.random.choice(wrong)}, whole.body, whole.content_type
        )

    def _query_without(self) -> Envelope:
        whole = self.genuine()
        name = self.random.choice(["msg_signature", "timestamp", "nonce"])
        query = {key: value for key, value in whole.query.items() if key != name}
        return Envelope(query, whole.body, whole.content_type)

    def _cut(self) -> Envelope:
        whole = self.genuine()
        return Envelope(
            whole.query, whole.body[: self.random.randrange(len(whole.body))], whole.content_type
        )

    def _noise(self) -> Envelope:
        whole = self.genuine()
        noise = self.random.randbytes(self.random.randrange(2000))
        return Envelope(whole.query, noise, self.random.choice([whole.content_type, "", "x/y"]))

    def _plain(self) -> Envelope:
        """With the signature of a plain push, as an access log shows it, and a body of one's own."""
        whole = self.genuine()
        query = {key: whole.query[key] for key in ("signature", "timestamp", "nonce")}
        sealed = "A" * 64
        body = self.event() | self.random.choice([{}, {"Encrypt": sealed}, {"Encrypt": [sealed]}])
        return Envelope(query, write("json", body).encode(), "application/json")

    def signed_nonsense(self) -> Envelope:
        """WeChat itself gone mad: the envelope is right, what is in it need not be."""
        nonsense, as_xml = self._nonsense(), self.random.random() < 0.3
        if as_xml and isinstance(nonsense, dict):
            inner = write("xml", nonsense)
        else:
            inner = json.dumps(nonsense, ensure_ascii=self.random.random() < 0.9)
        data = inner.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        sealed = encrypt(self.key, self.appid, data)
        if self.random.random() < 0.2:
            raw = bytearray(base64.b64decode(sealed))
            raw[self.random.randrange(len(raw))] ^= 1 << self.random.randrange(8)
            sealed = base64.b64encode(raw).decode()
        stamp = str(int(self.world.ports.clock.now().timestamp()))
        query = {
            "timestamp": stamp,
            "nonce": "7",
            "encrypt_type": "aes",
            "msg_signature": signature(self.token, stamp, "7", sealed),
        }
        return Envelope(query, json.dumps({"Encrypt": sealed}).encode(), "application/json")

    def _nonsense(self) -> Any:
        word = self.random.choice
        entry = {name: word(WORDS) for name in FIELDS if self.random.random() < 0.8}
        body: dict[str, Any] = self.event() | {"Event": word(EVENTS)}
        body |= {"List": word([entry, [entry, entry], [[entry]], *WORDS]), "OpenID": word(WORDS)}
        body |= {"trace_id": word(WORDS), "result": word([{"suggest": word(WORDS)}, *WORDS])}
        body |= {"errcode": word(WORDS), "RevokeInfo": word(["8", "8,14;15", *WORDS])}
        for name in list(body):
            if self.random.random() < 0.15:
                body[name] = word(WORDS)
            elif self.random.random() < 0.05:
                del body[name]
        return body if self.random.random() < 0.97 else word(WORDS)


def _sealed_in(body: bytes) -> str:
    text = body.decode()
    if text.startswith("{"):
        return str(json.loads(text)["Encrypt"])
    return text.split("<Encrypt><![CDATA[")[1].split("]]>")[0]


async def _deliver(world: World, sent: Envelope) -> Answer:
    """Once more where the server ended a connection of many requests just then, as it may."""
    headers = {"content-type": sent.content_type} if sent.content_type else {}
    given: dict[str, Any] = {"params": sent.query, "data": sent.body, "headers": headers}
    try:
        return await world.anyone.call("POST", "//wechat/push", **given)
    except aiohttp.ClientConnectionError:
        return await world.anyone.call("POST", "//wechat/push", **given)


async def _kept(world: World) -> int:
    (row,) = await world.fetch("SELECT count(*) AS kept FROM push_events")
    return int(row["kept"])


async def test_the_genuine_one_is_taken(world: World) -> None:
    """The control: what is mangled below would count."""
    before = await _kept(world)
    assert (await _deliver(world, Mangler(world, SEED).genuine())).raw == b"success"
    assert await _kept(world) > before


async def test_no_forgery_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As production reads them: a plain push's signature says nothing of its body."""
    secrets = world.ports.wechat_push
    assert secrets is not None
    monkeypatch.setattr(type(world.ports), "wechat_push", replace(secrets, encrypted_only=True))
    mangler, before, seen = Mangler(world, SEED), await _kept(world), Counter[int]()
    for number in range(TRIES):
        sent = mangler.forged()
        answer = await _deliver(world, sent)
        seen[answer.status] += 1
        assert answer.status in (400, 403), (number, answer.status, repr(sent))
        assert b"success" not in answer.raw
    assert await _kept(world) == before
    assert seen[403] > TRIES // 2


async def test_no_forged_url_check_is_answered(world: World) -> None:
    mangler = Mangler(world, SEED + 1)
    for number in range(TRIES // 4):
        sent = mangler.random.choice([mangler._query_otherwise, mangler._query_without])()
        query = {key: value for key, value in sent.query.items() if key != "signature"}
        named = sent.query.get("msg_signature", "")
        query |= {"signature": named, "echostr": "echo-of-a-forger"}
        answer = await world.anyone.call("GET", "//wechat/push", params=query)
        assert answer.status in (400, 403), (number, answer.status, query)
        assert b"echo-of-a-forger" not in answer.raw


async def test_whatever_comes_signed_is_answered(world: World) -> None:
    """Fewer of these: each that is read leaves a row and a job."""
    mangler, seen = Mangler(world, SEED + 2), Counter[int]()
    for number in range(TRIES // 4):
        sent = mangler.signed_nonsense()
        answer = await _deliver(world, sent)
        seen[answer.status] += 1
        assert answer.status in (200, 403), (number, answer.status, repr(sent))
    assert min(seen[200], seen[403]) > 0
