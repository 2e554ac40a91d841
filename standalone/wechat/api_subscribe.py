"""`/cgi-bin/message/subscribe/send`: checks, takes a consent, and puts the card on record."""

import asyncio
from typing import Any

from standalone.wechat.call import Call
from standalone.wechat.push_delivery import push
from standalone.wechat.push_events import sent_event
from standalone.wechat.records import App, Delivery, Person, Template
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.template_file import render
from standalone.wechat.validator import first_fault
from standalone.wechat.world import World

_STATES = ("formal", "trial", "developer")
_LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")


async def send(world: World, call: Call) -> Answer:
    person = world.find_person(call.app, str(call.body.get("touser", "")))
    if person is None:
        raise Refusal(40003)
    if not isinstance(call.body.get("template_id", ""), str):
        raise Refusal(40037)
    if person.openid in world.sending_to:
        raise Refusal(43108)
    world.sending_to.add(person.openid)
    try:
        await asyncio.sleep(world.options.send_takes_s)
        return _deliver(world, call, person)
    finally:
        world.sending_to.discard(person.openid)


def _deliver(world: World, call: Call, person: Person) -> Answer:
    template = world.templates.get(str(call.body.get("template_id", "")))
    if template is None:
        raise Refusal(40037)
    fault = first_fault(template, call.body.get("data"))
    if fault is not None:
        raise Refusal(47003, f"argument invalid! {fault}")
    _check_words(call.body)
    check_page(call.app, str(call.body.get("page", "")))
    if person.hears_nothing:
        raise Refusal(43101)
    if not world.options.accept_all:
        if not world.ledger.spend(person.openid, template.template_id):
            raise Refusal(43101)
        world.record_consent(person.openid, template.template_id)
    delivery = _delivery(world, call, person, template)
    world.record_delivery(delivery)
    if world.options.sent_events:
        world.run_aside(_report(world, call.app, delivery))
    return ok(msgid=int(delivery.msgid)) if world.options.msgid_in_answer else ok()


async def _report(world: World, app: App, delivery: Delivery) -> None:
    options = world.options
    await asyncio.sleep(options.sent_event_after_s)
    outcome = (options.sent_error_code, options.sent_error_status)
    await push(world, app, sent_event(app, delivery, outcome, world.clock.now()))


def _check_words(body: dict[str, Any]) -> None:
    if body.get("miniprogram_state", "formal") not in _STATES:
        raise Refusal(47003, "argument invalid! miniprogram_state")
    if body.get("lang", "zh_CN") not in _LANGUAGES:
        raise Refusal(47003, "argument invalid! lang")


def check_page(app: App, page: str) -> None:
    """41030 for a leading slash and for a page that is not in the released version."""
    if page.startswith("/"):
        raise Refusal(41030)
    if page and app.pages is not None and page.partition("?")[0] not in app.pages:
        raise Refusal(41030)


def _delivery(world: World, call: Call, person: Person, template: Template) -> Delivery:
    data = {key: str(call.body["data"][key]["value"]) for key in template.keys}
    return Delivery(
        msgid=world.next_msgid(),
        at=world.clock.now(),
        appid=call.app.appid,
        openid=person.openid,
        name=person.name,
        template_id=template.template_id,
        title=template.title,
        text=render(template, data),
        data=data,
        page=str(call.body.get("page", "")),
        state=str(call.body.get("miniprogram_state", "formal")),
        lang=str(call.body.get("lang", "zh_CN")),
    )
