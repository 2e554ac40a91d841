"""What people do on their phones: tap, accept, refuse, opt out, withdraw."""

from typing import Any

from standalone.wechat.codes import mint
from standalone.wechat.control_body import BadControl, ControlBody
from standalone.wechat.identities import session_key_of, unionid_of
from standalone.wechat.push_delivery import push, push_aside
from standalone.wechat.push_events import change_event, popup_event, revoke_event
from standalone.wechat.records import Person
from standalone.wechat.world import World


async def mint_code(world: World, body: ControlBody) -> Any:
    """`kind` `login` or `phone`, `name`, for a phone also `phone` and `country_code` (86 if left
    out) → `{"code"}`."""
    app, kind = body.app(world), body.text("kind")
    if kind == "login":
        return {"code": mint(world, app, "login", body.text("name"), "")}
    if kind == "phone":
        number = (body.text("name", ""), body.text("phone"), body.text("country_code", "86"))
        return {"code": mint(world, app, "phone", *number)}
    raise BadControl("kind: login or phone")


def describe_person(world: World, query: dict[str, str]) -> Any:
    person = ControlBody(dict(query)).person(world)
    ledger = world.ledger
    return {
        "name": person.name,
        "openid": person.openid,
        "unionid": unionid_of(person.name),
        "session_key": session_key_of(person.appid, person.openid, person.session_generation),
        "consents": {
            template_id: ledger.balance(person.openid, template_id)
            for template_id in world.templates
        },
    }


async def popup(world: World, body: ControlBody) -> Any:
    """The subscribe popup: `template_id` or `template_ids`, `choice` `accept`, `reject`,
    `always_accept` (as `accept`: it only hides the popup) or `always_reject`; `event` `before`
    or `after` the client's callback, or `none`. Answers as `wx.requestSubscribeMessage` does."""
    person, app = body.person(world), body.app(world)
    choice = body.text("choice")
    if choice not in ("accept", "reject", "always_accept", "always_reject"):
        raise BadControl("choice: accept, reject, always_accept or always_reject")
    word = "accept" if choice.endswith("accept") else "reject"
    results = {template_id: word for template_id in _template_ids(world, body)}
    for template_id in results:
        _answer(world, person, template_id, choice)
    event = popup_event(app, person.openid, results, world.clock.now())
    when = body.text("event", "after")
    if when == "before":
        await push(world, app, event)
    elif when == "after":
        push_aside(world, app, event)
    return {"errMsg": "requestSubscribeMessage:ok", **results}


def _template_ids(world: World, body: ControlBody) -> list[str]:
    ids = body.given.get("template_ids") or [body.text("template_id")]
    strange = [one for one in ids if one not in world.templates]
    if strange:
        raise BadControl(f"template_id: {', '.join(strange)} is not a template")
    return list(ids)


def _answer(world: World, person: Person, template_id: str, choice: str) -> None:
    if choice.endswith("accept"):
        long_term = world.templates[template_id].type == 3
        world.ledger.accept(person.openid, template_id, long_term=long_term)
    elif choice == "always_reject":
        world.ledger.opt_out(person.openid, template_id)
    world.record_consent(person.openid, template_id)


async def opt_out(world: World, body: ControlBody) -> None:
    """The person switches a template off in the settings."""
    person, app = body.person(world), body.app(world)
    for template_id in _template_ids(world, body):
        world.ledger.opt_out(person.openid, template_id)
        world.record_consent(person.openid, template_id)
        event = change_event(app, person.openid, template_id, world.clock.now())
        push_aside(world, app, event)


async def revoke(world: World, body: ControlBody) -> None:
    """The person withdraws personal data: `info` "8" phone, "14" pictures, "15" files."""
    person, app = body.person(world), body.app(world)
    event = revoke_event(app, person.openid, body.text("info", "8"), world.clock.now())
    push_aside(world, app, event)


async def block(world: World, body: ControlBody) -> None:
    """WeChat holds the person for high-risk, or no longer (`blocked` false)."""
    body.person(world).blocked = body.given.get("blocked") is not False
