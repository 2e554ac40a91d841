"""The subscribe popup on a person's phone, answered as `wx.requestSubscribeMessage` answers."""

from typing import Any, Final

from standalone.wechat.control_body import BadControl, ControlBody
from standalone.wechat.control_people import template_ids
from standalone.wechat.push_delivery import push, push_aside
from standalone.wechat.push_events import popup_event
from standalone.wechat.records import Person
from standalone.wechat.world import World

MOST_IDS: Final = 5
# What the person taps, and the word that the phone makes of it.
_WORDS: Final = {
    "accept": "accept",
    "always_accept": "accept",
    "accept_with_audio": "acceptWithAudio",
    "accept_with_alert": "acceptWithAlert",
    "accept_with_force_push": "acceptWithForcePush",
    "reject": "reject",
    "always_reject": "reject",
    "ban": "ban",
}


async def popup(world: World, body: ControlBody) -> Any:
    """`template_id` or `template_ids`; `choice` for all of them or `choices` by id: a word of
    `_WORDS` (`always_accept` only hides the popup; `ban`: WeChat has banned the template); `event`
    `before` or `after` the client's callback, or `none`."""
    person, app = body.person(world), body.app(world)
    ids = template_ids(world, body)
    choices = {template_id: _choice(body, template_id) for template_id in ids}
    refused = _refused(world, person, ids)
    if refused is not None:
        return refused
    results = _results(world, choices)
    told = {one: word for one, word in results.items() if word not in ("filter", "ban")}
    for template_id in told:
        _answer(world, person, template_id, choices[template_id])
    pushed = {one: "reject" if word == "reject" else "accept" for one, word in told.items()}
    event = popup_event(app, person.openid, pushed, world.clock.now())
    when = body.text("event", "after") if pushed else "none"
    if when == "before":
        await push(world, app, event)
    elif when == "after":
        push_aside(world, app, event)
    return {"errMsg": "requestSubscribeMessage:ok", **results}


def _choice(body: ControlBody, template_id: str) -> str:
    by_id = body.given.get("choices")
    choice = by_id.get(template_id) if isinstance(by_id, dict) else body.text("choice")
    if choice not in _WORDS:
        raise BadControl(f"choice: one of {', '.join(_WORDS)}")
    return str(choice)


def _refused(world: World, person: Person, ids: list[str]) -> dict[str, Any] | None:
    """The popup does not come up at all (wechat.md 5)."""
    types = {world.templates[template_id].type for template_id in ids}
    for errcode, wrong, words in (
        (20004, person.hears_nothing, "The main switch is switched off"),
        (20003, len(ids) > MOST_IDS, "Templates count out of max bounds"),
        (20002, len(types) > 1, "Templates type must be same"),
    ):
        if wrong:
            return {"errMsg": f"requestSubscribeMessage:fail {words}", "errCode": errcode}
    return None


def _results(world: World, choices: dict[str, str]) -> dict[str, str]:
    """Of templates with the same title only the first is shown."""
    seen: set[str] = set()
    results = {}
    for template_id, choice in choices.items():
        title = world.templates[template_id].title
        results[template_id] = "filter" if title in seen else _WORDS[choice]
        seen.add(title)
    return results


def _answer(world: World, person: Person, template_id: str, choice: str) -> None:
    if _WORDS[choice].startswith("accept"):
        long_term = world.templates[template_id].type == 3
        world.ledger.accept(person.openid, template_id, long_term=long_term)
    elif choice == "always_reject":
        world.ledger.opt_out(person.openid, template_id)
    world.record_consent(person.openid, template_id)
