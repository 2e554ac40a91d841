"""The control API under `/_control/`: plays people, time, the platform's moods, and shows results.

Bodies are JSON objects; whom a call is about is said by `name` or `openid`, and by `appid` if it
is not the first app. A mistake is answered 400 with its reason. docs/wechat.md lists them all.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web

from standalone.wechat.control_body import BadControl, ControlBody, read_body
from standalone.wechat.control_people import (
    block,
    change_session,
    describe_person,
    mint_code,
    opt_out,
    revoke,
    sign_user_data,
    switch_main,
    visit,
)
from standalone.wechat.control_popup import popup
from standalone.wechat.control_push import check_url, push_by_order, set_push
from standalone.wechat.faults import Fault
from standalone.wechat.guard import is_stand_ins
from standalone.wechat.records import Options, make_app
from standalone.wechat.world import World

Act = Callable[[World, ControlBody], Awaitable[Any]]


def control_routes(world: World, reset: Callable[[int | None], None]) -> list[web.RouteDef]:
    """All routes; `reset` brings back the state of the start, with a seed if one is given."""

    async def do_reset(world: World, body: ControlBody) -> None:
        """`seed`: chance repeats itself from here."""
        reset(None if "seed" not in body.given else int(body.number("seed")))

    acts: dict[str, Act] = {
        "reset": do_reset,
        "apps": add_app,
        "codes": mint_code,
        "popup": popup,
        "opt-out": opt_out,
        "main-switch": switch_main,
        "revoke": revoke,
        "session": change_session,
        "user-data": sign_user_data,
        "block": block,
        "visit": visit,
        "clock": move_clock,
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
        web.get("/_control/apps", _showing(world, list_apps)),
        web.get("/_control/options", _showing(world, lambda world, query: asdict(world.options))),
        web.get("/_control/faults", _showing(world, list_faults)),
        web.get("/_control/clock", _showing(world, lambda world, query: _now(world))),
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


def list_apps(world: World, query: dict[str, str]) -> Any:
    """Each app with what it has used today; without secrets and tokens."""
    names = ("appid", "account", "bound", "frozen", "allowed_ips", "pages")
    return {
        "apps": [
            {name: getattr(app, name) for name in names} | {"used_today": dict(app.quotas.today)}
            for app in world.apps.values()
        ]
    }


def list_faults(world: World, query: dict[str, str]) -> Any:
    return {"faults": [asdict(fault) for fault in world.faults.active]}


def clear_faults(world: World, query: dict[str, str]) -> None:
    world.faults.active.clear()


async def add_app(world: World, body: ControlBody) -> None:
    """`appid`, `secret`, and any of `bound`, `frozen`, `allowed_ips`; changes a known one."""
    appid = body.text("appid")
    if not is_stand_ins(appid):
        raise BadControl("appid: not one of the stand-in's, which begin with wx01234567")
    if appid not in world.apps:
        world.apps[appid] = make_app(appid, body.text("secret", ""), world.dice)
    for name in ("secret", "bound", "frozen", "allowed_ips", "account"):
        if name in body.given:
            setattr(world.apps[appid], name, body.given[name])


async def move_clock(world: World, body: ControlBody) -> Any:
    """`advance_s`, or `now` in seconds since 1970."""
    if "now" in body.given:
        world.clock.set_to(body.number("now"))
    else:
        world.clock.advance(body.number("advance_s"))
    return _now(world)


def _now(world: World) -> Any:
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
