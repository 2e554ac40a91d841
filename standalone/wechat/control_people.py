"""What people do on their phones: tap, accept, refuse, opt out, withdraw."""

from typing import Any

from standalone.wechat.api_login import key_of
from standalone.wechat.codes import mint, phone_of
from standalone.wechat.control_body import BadControl, ControlBody
from standalone.wechat.identities import unionid_of
from standalone.wechat.push_delivery import push_aside
from standalone.wechat.push_events import change_event, personal_data_event
from standalone.wechat.user_data import user_data
from standalone.wechat.world import World

_PERSONAL_DATA = {
    "revoke": "user_authorization_revoke",
    "cancel": "user_authorization_cancellation",
    "modify": "user_info_modified",
}


async def mint_code(world: World, body: ControlBody) -> Any:
    """`kind` `login` or `phone`, `name`, for a phone also `phone` (the person's own if left out) and
    `country_code` (86 if left out) → `{"code"}`."""
    app, kind = body.app(world), body.text("kind")
    if kind == "login":
        return {"code": mint(world, app, "login", body.text("name"), "")}
    if kind == "phone":
        name = body.text("name", "")
        phone = body.text("phone", phone_of(name)) if name else body.text("phone")
        return {"code": mint(world, app, "phone", name, phone, body.text("country_code", "86"))}
    raise BadControl("kind: login or phone")


def describe_person(world: World, query: dict[str, str]) -> Any:
    person = ControlBody(dict(query)).person(world)
    ledger = world.ledger
    return {
        "name": person.name,
        "openid": person.openid,
        "unionid": unionid_of(person.name),
        "phone": phone_of(person.name),
        "session_key": key_of(person),
        "consents": {
            template_id: ledger.balance(person.openid, template_id)
            for template_id in world.templates
        },
    }


def template_ids(world: World, body: ControlBody) -> list[str]:
    ids = body.given.get("template_ids") or [body.text("template_id")]
    strange = [one for one in ids if one not in world.templates]
    if strange:
        raise BadControl(f"template_id: {', '.join(strange)} is not a template")
    return list(ids)


async def opt_out(world: World, body: ControlBody) -> None:
    """The person switches templates off in the settings: `template_id` or `template_ids`."""
    person, app = body.person(world), body.app(world)
    switched_off = template_ids(world, body)
    for template_id in switched_off:
        world.ledger.opt_out(person.openid, template_id)
        world.record_consent(person.openid, template_id)
    event = change_event(app, person.openid, switched_off, world.clock.now())
    push_aside(world, app, event)


async def switch_main(world: World, body: ControlBody) -> None:
    """The person switches all subscribe messages off (`on` false), or on again."""
    body.person(world).hears_nothing = body.given.get("on") is False


async def revoke(world: World, body: ControlBody) -> None:
    """The person withdraws personal data: `info` "8" phone, "14" pictures, "15" files; `event`
    `revoke`, `cancel` (the whole account) or `modify`."""
    person, app = body.person(world), body.app(world)
    event = body.text("event", "revoke")
    if event not in _PERSONAL_DATA:
        raise BadControl(f"event: {', '.join(_PERSONAL_DATA)}")
    told = personal_data_event(
        app, _PERSONAL_DATA[event], person.openid, body.text("info", "8"), world.clock.now()
    )
    push_aside(world, app, told)


async def change_session(world: World, body: ControlBody) -> None:
    """The session key: `action` `rotate` (another login has changed it) or `expire`."""
    person = body.person(world)
    if body.text("action") == "rotate":
        person.session_generation += 1
    else:
        person.session_ended = True


async def sign_user_data(world: World, body: ControlBody) -> Any:
    """What `wx.getUserInfo` hands over, signed and sealed with the session key (wechat.md 2.7)."""
    person, app = body.person(world), body.app(world)
    shown = {"nickName": person.name, "language": "zh_CN"}
    mark = {"timestamp": int(world.clock.now()), "appid": app.appid}
    sealed = {"openId": person.openid, **shown, "watermark": mark}
    return user_data(key_of(person), shown, sealed, iv=world.dice.randbytes(16))


async def visit(world: World, body: ControlBody) -> None:
    """The person opens the mini-program without a new login, and is active from now on."""
    body.person(world).last_active_at = world.clock.now()


async def block(world: World, body: ControlBody) -> None:
    """WeChat holds the person for high-risk, or no longer (`blocked` false)."""
    body.person(world).blocked = body.given.get("blocked") is not False
