"""Pushes to order: every mode and format, duplicates, another order, forged signatures."""

from dataclasses import replace
from typing import Any

import aiohttp

from standalone.wechat.control_body import BadControl, ControlBody
from standalone.wechat.push_delivery import deliver
from standalone.wechat.push_envelope import Envelope, envelope, signature
from standalone.wechat.records import App, PushTarget
from standalone.wechat.world import World


async def set_push(world: World, body: ControlBody) -> None:
    """The console's push page: `url`, `token`, `aes_key`, `mode`, `format`; `url` null clears."""
    app = body.app(world)
    app.push = None if body.given.get("url") is None else _target(app, body)


def _target(app: App, body: ControlBody) -> PushTarget:
    base = app.push or PushTarget("", "", "")
    names = ("url", "token", "aes_key", "mode", "format")
    target = replace(base, **{name: body.given[name] for name in names if name in body.given})
    if target.mode not in ("plain", "compat", "safe") or target.format not in ("json", "xml"):
        raise BadControl("mode: plain, compat or safe; format: json or xml")
    return target


async def push_by_order(world: World, body: ControlBody) -> Any:
    """Deliver `events` (bodies as WeChat words them), each `copies` times, last first if
    `reversed`; `wrong` is `signature` or `appid`. → `{"deliveries": [{"status","body"}]}`."""
    app = body.app(world)
    target, wrong = _target(app, body), body.given.get("wrong")
    events = body.given.get("events")
    if not isinstance(events, list) or not events:
        raise BadControl("events: a list is needed")
    appid = "wxffffffffffffffff" if wrong == "appid" else app.appid
    order = events[::-1] if body.given.get("reversed") else events
    results = []
    for event in order:
        kept = world.options.compat_fields
        sealed = envelope(target, appid, event, world.clock.now(), kept=kept)
        if wrong == "signature":
            sealed = _forged(sealed)
        for _ in range(int(body.given.get("copies", 1))):
            results.append(await deliver(world, target, sealed))
    return {"deliveries": results}


def _forged(sealed: Envelope) -> Envelope:
    query = {
        name: value[::-1] if name in ("signature", "msg_signature") else value
        for name, value in sealed.query.items()
    }
    return replace(sealed, query=query)


async def check_url(world: World, body: ControlBody) -> Any:
    """The console's check of the push address → `{"status","body","passed"}`."""
    target = _target(body.app(world), body)
    timestamp, nonce, echo = str(int(world.clock.now())), "1514711492", "4375120948345356249"
    query = {
        "signature": signature(target.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "echostr": echo,
    }
    if body.given.get("wrong") == "signature":
        query["signature"] = query["signature"][::-1]
    limit = aiohttp.ClientTimeout(total=world.options.push_timeout_s)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.get(target.url, params=query) as response,
        ):
            text = await response.text()
            passed = response.status == 200 and text == echo
            return {"status": response.status, "body": text, "passed": passed}
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        return {"status": 0, "body": type(error).__name__, "passed": False}
