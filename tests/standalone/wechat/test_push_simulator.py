"""The stand-in as WeChat's push servers: retries, duplicates, losses, and what withdrawals say."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.world.sandbox import DATA, SEND, TEMPLATE, Sandbox

LINE = "sT1-qUeUe-pRoGrEsS_6hD4fR8jK2pV9tG5sB3nM7xW"
PICTURE = "/picture.jpg"
SECONDS = 30


@dataclass
class Receiver:
    """Whoever hears the pushes: `answers` are given in turn, then `success`; `echo` instead of
    the one asked for."""

    url: str = ""
    echo: str | None = None
    answers: list[tuple[int, str]] = field(default_factory=list)
    heard: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)

    async def hear(self, request: web.Request) -> web.Response:
        if request.path == PICTURE:
            return web.Response(body=b"\xff\xd8\xff" + b"0" * 100)
        if request.method == "GET":
            return web.Response(text=self.echo or request.query["echostr"])
        self.heard.put_nowait(json.loads(await request.read()))
        status, text = self.answers.pop(0) if self.answers else (200, "success")
        return web.Response(status=status, text=text)

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.heard.get(), SECONDS)


@asynccontextmanager
async def receiver(sandbox: Sandbox, **target: Any) -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    given = {"token": "t", "aes_key": "A" * 43, "mode": "plain", "format": "json"} | target
    await sandbox.control("push/target", url=made.url, **given)
    try:
        yield made
    finally:
        await sandbox.control("push/target", url=None)
        await runner.cleanup()


async def send(sandbox: Sandbox, name: str) -> None:
    await sandbox.control("popup", name=name, template_id=TEMPLATE, choice="accept", event="none")
    body = {
        "touser": await sandbox.openid(name),
        "template_id": TEMPLATE,
        "data": {key: {"value": value} for key, value in DATA.items()},
    }
    query = {"access_token": await sandbox.token()}
    _, _, raw = await sandbox.raw("POST", SEND, params=query, json=body)
    assert b'"errcode":0' in raw


async def test_an_event_that_is_not_taken_comes_three_times(sandbox: Sandbox) -> None:
    async with receiver(sandbox) as hearer:
        hearer.answers += [(500, ""), (200, "what?")]
        await sandbox.control("revoke", name="wang", info="14")
        told = [await hearer.next() for _ in range(3)]
        assert told[0] == told[1] == told[2]
        assert (told[0]["Event"], told[0]["RevokeInfo"]) == ("user_authorization_revoke", "14")
        await sandbox.control("options", push_attempts=1)
        hearer.answers += [(500, "")]
        await sandbox.control("revoke", name="wang", event="cancel")
        await sandbox.control("revoke", name="wang", event="modify")
        assert {(await hearer.next())["Event"] for _ in range(2)} == {
            "user_authorization_cancellation",
            "user_info_modified",
        }
        assert hearer.heard.empty()


async def test_reports_of_failure_copies_and_none_at_all(sandbox: Sandbox) -> None:
    async with receiver(sandbox) as hearer:
        failed = {"sent_error_code": "20004", "sent_error_status": "failed by system"}
        await sandbox.control("options", push_copies=2, push_within_s=0.01, **failed)
        await send(sandbox, "wang")
        first, second = await hearer.next(), await hearer.next()
        assert first == second
        assert (first["List"]["ErrorCode"], first["List"]["ErrorStatus"]) == tuple(failed.values())
        await sandbox.control("options", push_lost_chance=1.0)
        await send(sandbox, "wang")
        await sandbox.control("options", push_lost_chance=0.0, sent_events=False, push_copies=1)
        await send(sandbox, "wang")
        await sandbox.control("opt-out", name="wang", template_ids=[TEMPLATE, LINE])
        switched_off = await hearer.next()
        assert switched_off["Event"] == "subscribe_msg_change_event"
        assert [one["TemplateId"] for one in switched_off["List"]] == [TEMPLATE, LINE]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (None, {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "List", "Encrypt"}),
        (["ToUserName", "Event"], {"ToUserName", "Event", "Encrypt"}),
    ],
)
async def test_what_the_compatible_mode_leaves_readable(
    sandbox: Sandbox, kept: list[str] | None, shown: set[str]
) -> None:
    await sandbox.control("options", compat_fields=kept)
    async with receiver(sandbox, mode="compat") as hearer:
        await sandbox.control("opt-out", name="wang", template_id=TEMPLATE)
        assert set(await hearer.next()) == shown


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        (PICTURE, {}, {"errcode": 0, "result": {"suggest": "pass", "label": 100}}),
        (
            PICTURE,
            {"media_suggest": "risky", "media_label": 20001},
            {"errcode": 0, "result": {"suggest": "risky", "label": 20001}},
        ),
        (PICTURE, {"media_errcode": -1000}, {"errcode": -1000, "result": None}),
        ("unreachable", {}, {"errcode": -1008, "result": None}),
    ],
)
async def test_verdicts_on_pictures(
    sandbox: Sandbox, path: str, options: dict[str, Any], said: dict[str, Any]
) -> None:
    await sandbox.control("options", media_verdict_after_s=0.05, **options)
    async with receiver(sandbox) as hearer:
        query = {"access_token": await sandbox.token()}
        url = hearer.url + path if path == PICTURE else "http://127.0.0.1:9/nothing"
        openid = await sandbox.openid("wang")
        body = {"media_url": url, "media_type": 2, "version": 2, "scene": 1, "openid": openid}

        async def ask() -> dict[str, Any]:
            _, _, raw = await sandbox.raw("POST", "/wxa/media_check_async", params=query, json=body)
            return dict(json.loads(raw))

        asked, again = await ask(), await ask()
        assert (asked["errcode"], again["errcode"]) == (0, 87020)
        verdict = await hearer.next()
        assert verdict["trace_id"] == asked["trace_id"]
        assert {name: verdict.get(name) for name in said} == said


async def test_the_address_is_checked_as_the_console_does(sandbox: Sandbox) -> None:
    async with receiver(sandbox) as hearer:
        assert (await sandbox.control("push/check"))["passed"] is True
        hearer.echo = "another"
        assert (await sandbox.control("push/check"))["passed"] is False
    gone = await sandbox.control("push/check", url="http://127.0.0.1:9/nothing")
    assert (gone["status"], gone["passed"]) == (0, False)
