"""The control API under `/_control/`: plays people, time, the platform's moods, and shows results.

Bodies are JSON objects; whom a call is about is said by `name` or `openid`, and by `appid` if it
is not the first app. A mistake is answered 400 with its reason.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web

from standalone.wechat.control_body import BadControl, ControlBody, read_body
from standalone.wechat.control_people import (
    block,
    describe_person,
    mint_code,
    opt_out,
    popup,
    revoke,
)
from standalone.wechat.control_push import check_url, push_by_order, set_push
from standalone.wechat.faults import Fault
from standalone.wechat.records import App, Options
from standalone.wechat.world import World

Act = Callable[[World, ControlBody], Awaitable[Any]]


def control_routes(world: World, reset: Callable[[], None]) -> list[web.RouteDef]:
    """All routes; `reset` brings back the state of the start."""

    async def do_reset(world: World, body: ControlBody) -> None:
        reset()

    acts: dict[str, Act] = {
        "reset": do_reset,
        "apps": add_app,
        "codes": mint_code,
        "popup": popup,
        "opt-out": opt_out,
        "revoke": revoke,
        "block": block,
        "clock": advance_clock,
        "token": change_token,
        "faults": add_fault,
        "options": set_options,
        "pages": set_pages,
        "push": push_by_order,
        "push/check": check_url,
        "push/target": set_push,
    }
    routes = [web.post(f"/_control/{name}", _acting(world, act)) for name, act in acts.items()]
    return [
        *routes,
        web.get("/_control/health", _showing(world, lambda world, query: {"ok": True})),
        web.get("/_control/deliveries", _showing(world, list_deliveries)),
        web.get("/_control/calls", _showing(world, lambda world, query: dict(world.calls))),
        web.get("/_control/pushes", _showing(world, lambda world, query: world.push_log)),
        web.get("/_control/person", _showing(world, describe_person)),
        web.delete("/_control/faults", _showing(world, clear_faults)),
    ]


def _acting(world: World, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return _json(await act(world, read_body(await request.read())))
        except BadControl as error:
            return _json({"error": str(error)}, status=400)

    return handle


def _showing(
    world: World, show: Callable[[World, dict[str, str]], Any]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return _json(show(world, dict(request.query)))
        except BadControl as error:
            return _json({"error": str(error)}, status=400)

    return handle


def _json(content: Any, status: int = 200) -> web.Response:
    text = json.dumps({} if content is None else content, ensure_ascii=False)
    return web.json_response(text=text, status=status)


def list_deliveries(world: World, query: dict[str, str]) -> Any:
    """What was sent to whom, oldest first; filters: name, openid, template_id."""
    wanted = {key: query[key] for key in ("name", "openid", "template_id") if key in query}
    shown = [asdict(delivery) for delivery in world.deliveries]
    found = [one for one in shown if all(one[key] == value for key, value in wanted.items())]
    return {"deliveries": found}


def clear_faults(world: World, query: dict[str, str]) -> None:
    world.faults.active.clear()


async def add_app(world: World, body: ControlBody) -> None:
    """`appid`, `secret`, and any of `bound`, `frozen`, `allowed_ips`; changes a known one."""
    appid = body.text("appid")
    app = world.apps.setdefault(appid, App(appid, body.text("secret", "")))
    for name in ("secret", "bound", "frozen", "allowed_ips"):
        if name in body.given:
            setattr(app, name, body.given[name])


async def advance_clock(world: World, body: ControlBody) -> Any:
    world.clock.advance(body.number("advance_s"))
    return {"now": world.clock.now()}


async def change_token(world: World, body: ControlBody) -> None:
    """`action` `rotate` (the platform replaces it) or `expire`; `family` `stable` or `legacy`."""
    app = body.app(world)
    family = app.legacy if body.given.get("family") == "legacy" else app.stable
    if body.text("action") == "rotate":
        family.kill(world.clock.now())
    else:
        family.expire(world.clock.now())


async def add_fault(world: World, body: ControlBody) -> None:
    """The fields of `faults.Fault`."""
    world.faults.active.append(Fault(**_known(body, {field.name for field in fields(Fault)})))


async def set_options(world: World, body: ControlBody) -> Any:
    """The fields of `records.Options`; answers with all of them."""
    for name, value in _known(body, {field.name for field in fields(Options)}).items():
        setattr(world.options, name, value)
    return asdict(world.options)


async def set_pages(world: World, body: ControlBody) -> None:
    """`pages`: the released ones; null releases every page."""
    body.app(world).pages = body.given.get("pages")


def _known(body: ControlBody, names: set[str]) -> dict[str, Any]:
    strange = sorted(set(body.given) - names)
    if strange:
        raise BadControl(f"unknown: {', '.join(strange)}")
    return body.given
