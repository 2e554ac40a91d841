"""Pushes under a valid signature whose content no table keeps: refused or told as unknown."""

import json
from typing import Any

import pytest

from models.rules.text.limits import MESSAGE_ID, PUSH_EVENT, PUSH_KEY, TEMPLATE
from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push_events import Push
from tests.edge.wechat.published_push import PLAIN, SECRETS, read_push

DEEP = 6_000


def pushed(text: str) -> Push:
    return read_push(SECRETS, PLAIN, text.encode("utf-8", "surrogatepass"))


def event(name: str, **more: Any) -> str:
    body = {"FromUserName": "o1", "CreateTime": 1714037059, "MsgType": "event", "Event": name}
    return json.dumps(body | more)


def nested(tag: str) -> str:
    return f"<{tag}>" * DEEP + f"</{tag}>" * DEEP


@pytest.mark.parametrize(
    "text",
    [
        f"<xml><MsgType>event</MsgType><Event>x</Event><FromUserName>o</FromUserName>{nested('a')}</xml>",
        event("x", a=json.loads("[" * 50 + "]" * 50)),
        event("x", a="\ud800"),
        '{"x":' * DEEP + "1" + "}" * DEEP,
    ],
    ids=["deep xml", "deep json", "half a character", "deeper json"],
)
def test_what_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(PushRefused):
        pushed(text)


def test_an_event_is_kept_whatever_its_name() -> None:
    for name in ("e" * 61, "e" * 10_000, "文" * 100, "x\x00y"):
        (told,) = pushed(event(name)).events
        assert len(told.name) <= PUSH_EVENT
        assert "\x00" not in told.name
        assert len(told.dedupe_key) <= PUSH_KEY


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("subscribe_msg_sent_event", {"TemplateId": "T", "MsgID": "9" * (MESSAGE_ID + 1)}),
        ("subscribe_msg_sent_event", {"TemplateId": "T" * (TEMPLATE + 1), "MsgID": "9"}),
        (
            "subscribe_msg_popup_event",
            {"TemplateId": "T" * (TEMPLATE + 1), "SubscribeStatusString": "accept"},
        ),
        (
            "subscribe_msg_change_event",
            {"TemplateId": "T" * (TEMPLATE + 1), "SubscribeStatusString": "reject"},
        ),
    ],
)
def test_an_id_that_is_none_of_wechats_is_unknown(name: str, entry: dict[str, str]) -> None:
    told = pushed(event(name, List=[entry | {"ErrorCode": "0"}]))
    assert told.events == []
    assert told.unknown == [("entry of a push", name)]


def test_a_report_without_number_has_one_of_ours() -> None:
    """The same for a repeat, so that it is counted once; another for another report."""
    sent = {"TemplateId": "T1", "ErrorCode": "0", "ErrorStatus": "success"}
    bodies = [
        event("subscribe_msg_sent_event", List=sent),
        event("subscribe_msg_sent_event", List=sent, CreateTime="1714037059"),
        event("subscribe_msg_sent_event", List=sent | {"MsgID": ""}),
        event("subscribe_msg_sent_event", List=sent, CreateTime=1714037060),
    ]
    first, again, empty, later = (pushed(body).events[0] for body in bodies)
    assert first == again
    numbers = [one.detail.msgid for one in (first, empty, later)]  # type: ignore[union-attr]
    assert len(set(numbers)) == 3
    assert all(number.startswith("no-") and len(number) <= MESSAGE_ID for number in numbers)
