"""Takes one HTTP request through WeChat's order of checks, and through the faults ordered for it."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from standalone.wechat.call import Call, Endpoint
from standalone.wechat.dice import draw_rid
from standalone.wechat.endpoints import ENDPOINTS
from standalone.wechat.faults import NO_FAULT, Fault
from standalone.wechat.records import App
from standalone.wechat.replies import ERRMSG, Answer, Image, Refusal, refusal_body
from standalone.wechat.rids import RefusedCall
from standalone.wechat.world import World

JSON_TYPE = "application/json; encoding=utf-8"


class Dispatcher:
    """Answers every path that is not the control API's."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        world, path = self._world, request.path
        world.calls[path] += 1
        endpoint = ENDPOINTS.get(path)
        if endpoint is None:
            unread = Call(path, dict(request.query), address=request.remote or "")
            return self._write(None, self._refused(unread, Refusal(40066), NO_FAULT), NO_FAULT)
        try:
            call = await _read(request, endpoint)
        except Refusal as refusal:
            unread = Call(path, dict(request.query), address=request.remote or "")
            return self._write(endpoint, self._refused(unread, refusal, NO_FAULT), NO_FAULT)
        fault = world.faults.take(path, _openid(call), world.dice)
        await asyncio.sleep(fault.delay_s)
        if fault.reset == "before":
            return _abort(request)
        if fault.status is not None:
            return web.Response(status=fault.status, text="<html>Service Unavailable</html>")
        answer = await self._answer(endpoint, call, fault)
        return _abort(request) if fault.reset == "after" else self._write(endpoint, answer, fault)

    async def _answer(self, endpoint: Endpoint, call: Call, fault: Fault) -> Answer:
        try:
            if fault.errcode is not None:
                raise Refusal(fault.errcode, fault.errmsg or ERRMSG.get(fault.errcode))
            if endpoint.token:
                app = token_app(self._world, call.query.get("access_token", ""))
                call = replace(call, token_app=app)
            self._spend_quota(call)
            return await endpoint.handle(self._world, call)
        except Refusal as refusal:
            return self._refused(call, refusal, fault)

    def _spend_quota(self, call: Call) -> None:
        world = self._world
        app = call.token_app or world.apps.get(_named_appid(call))
        if app is None:
            return
        options, now = world.options, world.clock.now()
        errcode = app.quotas.spend(
            call.path, now, daily=options.daily_limits, by_minute=options.minute_limits
        )
        if errcode is not None:
            raise Refusal(errcode)

    def _refused(self, call: Call, refusal: Refusal, fault: Fault) -> dict[str, Any]:
        world, now = self._world, self._world.clock.now()
        rid = draw_rid(world.dice, now)
        answer = refusal_body(call.path, refusal, rid, world.dice, cut=fault.cut_errmsg)
        appid = call.token_app.appid if call.token_app else _named_appid(call)
        query = {k: v for k, v in call.query.items() if k not in ("access_token", "secret")}
        url = f"{call.path}?{urlencode(query)}"
        # What comes without token comes with the secret.
        body, said = call.raw if call.token_app else "", json.dumps(answer, ensure_ascii=False)
        world.refused.note(rid, RefusedCall(appid, now, url, body, said, call.address))
        return answer

    def _write(self, endpoint: Endpoint | None, answer: Answer, fault: Fault) -> web.Response:
        if isinstance(answer, Image):
            return web.Response(body=answer.content, content_type=answer.content_type)
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        if fault.garbage:
            text = text[: len(text) // 2]
        content_type = "text/plain" if endpoint is not None and endpoint.text else JSON_TYPE
        headers = {"Content-Type": fault.content_type or content_type}
        return web.Response(body=text.encode(), headers=headers)


async def _read(request: web.Request, endpoint: Endpoint) -> Call:
    """Verb and body. Refusals: 43001, 43002, 44002, 47001."""
    if request.method != endpoint.method:
        raise Refusal(43001 if endpoint.method == "GET" else 43002)
    query, address = dict(request.query), request.remote or ""
    if endpoint.method == "GET":
        return Call(request.path, query, address=address)
    raw = await request.read()
    if not raw:
        raise Refusal(44002)
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refusal(47001) from error
    if not isinstance(body, dict):
        raise Refusal(47001)
    return Call(request.path, query, body, address=address, raw=raw.decode("utf-8", "replace"))


def token_app(world: World, token: str) -> App:
    """Whose token it is. Refusals: 41001, 40014, 40001, 42001."""
    if not token:
        raise Refusal(41001)
    if len(token) < 100 or token[2] != "_":
        raise Refusal(40014)
    errcode = 40001
    for app in world.apps.values():
        for family in (app.stable, app.legacy):
            refusal = family.refusal(token, world.clock.now())
            if refusal is None:
                return app
            errcode = max(errcode, refusal)
    raise Refusal(errcode)


def _named_appid(call: Call) -> str:
    """Of a call without token."""
    return str(call.query.get("appid") or call.body.get("appid") or "")


def _openid(call: Call) -> str | None:
    found = call.body.get("touser") or call.body.get("openid") or call.query.get("openid")
    return str(found) if found else None


def _abort(request: web.Request) -> web.Response:
    """Break the connection off without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
