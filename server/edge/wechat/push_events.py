"""The events WeChat pushes, as typed values read from a parsed body of either format."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from models.rules.text.limits import MESSAGE_ID, PUSH_EVENT, TEMPLATE, TRACE
from models.rules.typed_time import in_years
from server.edge.wechat.unknown_words import is_accepted


@dataclass(frozen=True, slots=True)
class PopupAnswer:
    """The person answered the popup for one template; `accepted` adds one consent."""

    template_id: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class OptOut:
    """The person switched a template off: its consents are gone."""

    template_id: str


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of an accepted message; `error_code` "0" is delivered.

    A report that names no message has a `msgid` of ours (`_NO_NUMBER`), the same for a repeat.
    """

    template_id: str
    msgid: str
    error_code: str
    error_status: str


@dataclass(frozen=True, slots=True)
class MediaVerdict:
    """The content check of one file; `suggest` is None when there is no verdict."""

    trace_id: str
    suggest: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class DataRevocation:
    """The person withdrew or changed personal data: erase or anonymise what it covers."""

    revoke_info: str


Detail = PopupAnswer | OptOut | SendOutcome | MediaVerdict | DataRevocation | None
UnknownWord = tuple[str, str]
"""Its place and the word."""


@dataclass(frozen=True, slots=True)
class PushEvent:
    """One event about one person. `dedupe_key` is the same for a repeated delivery.

    `detail` is None for an event of no use to us, `created_at` where its time cannot be read.
    Pushes come twice, late, or never: no event may be the only trigger of a change.
    """

    name: str
    openid: str
    created_at: datetime | None
    dedupe_key: str
    detail: Detail


@dataclass(frozen=True, slots=True)
class Push:
    """What one push tells; `unknown`: what in it nobody here knows (`unknown_words.py`)."""

    events: list[PushEvent]
    unknown: list[UnknownWord]


_WRAPPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
        "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
        "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
    }
)
_NO_USE: Final = frozenset({"debug_demo", "user_enter_tempsession"})
_TALK: Final = frozenset({"text", "image", "voice", "video", "link", "miniprogrampage"})
"""What people write to an account's customer service, of which we have none."""
CANCELLED: Final = "user_authorization_cancellation"
_REVOCATIONS: Final = ("user_info_modified", "user_authorization_revoke", CANCELLED)
_NO_NUMBER: Final = "no-"
_FREE_CODE: Final = 60
"""Of WeChat's own words that are kept with an event, so much is."""


def read_events(body: Mapping[str, Any]) -> Push:
    """All events of one push; what cannot be read spoils nothing beside it and is told as unknown."""
    unknown: list[UnknownWord] = []
    kind, name = str(body.get("MsgType")), str(body.get("Event"))
    if kind != "event":
        return Push([], [] if kind in _TALK else [("kind of a push", kind)])
    events = []
    for entry in _entries(body, _WRAPPERS[name]) if name in _WRAPPERS else [body]:
        try:
            events.append(_event(body, name, entry, unknown))
        except (KeyError, TypeError, ValueError, AttributeError):
            unknown.append(("entry of a push", name))
    return Push(events, unknown)


def _entries(body: Mapping[str, Any], wrapper: str) -> list[Any]:
    # JSON has no wrapper element, XML has; a single entry is an object in both.
    boxes = [box for box in _listed(body.get(wrapper)) if isinstance(box, Mapping)] or [body]
    return [entry for box in boxes for entry in _listed(box.get("List"))]


def _listed(found: Any) -> list[Any]:
    if isinstance(found, list):
        return found
    return [found] if found else []


def _event(
    body: Mapping[str, Any], name: str, entry: Mapping[str, Any], unknown: list[UnknownWord]
) -> PushEvent:
    openid = str(body.get("OpenID") or body["FromUserName"])
    key = _dedupe_key(body, name, entry)
    detail = _detail(name, entry, key, unknown)
    created_at = _instant(body.get("CreateTime"))
    if created_at is None:
        unknown.append(("time of a push", str(body.get("CreateTime"))))
    return PushEvent(name[:PUSH_EVENT], openid, created_at, key, detail)


def _instant(seconds: Any) -> datetime | None:
    """None for what is no time, or none that a column could keep."""
    try:
        found = datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return found if in_years(found) else None


def _dedupe_key(body: Mapping[str, Any], name: str, entry: Mapping[str, Any]) -> str:
    if name == "subscribe_msg_sent_event" and entry.get("MsgID"):
        return f"sent:{_id(entry['MsgID'], MESSAGE_ID)}"
    canonical = json.dumps(
        [str(body.get("FromUserName")), str(body.get("CreateTime")), name, _as_text(entry)],
        ensure_ascii=False,
        sort_keys=True,
    )
    return "event:" + hashlib.sha256(canonical.encode()).hexdigest()


def _id(value: Any, most: int) -> str:
    """Raises ValueError for what is longer than any of WeChat's."""
    if len(found := str(value)) > most:
        raise ValueError
    return found


def _as_text(value: Any) -> Any:
    """Scalars as text, so that an int in JSON and its text in XML count as the same."""
    if isinstance(value, Mapping):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return "" if value is None else str(value)


def _detail(name: str, entry: Mapping[str, Any], key: str, unknown: list[UnknownWord]) -> Detail:
    match name:
        case "subscribe_msg_popup_event":
            return _popup_answer(entry, unknown)
        case "subscribe_msg_change_event":
            return _opt_out(entry, unknown)
        case "subscribe_msg_sent_event":
            return _send_outcome(entry, key)
        case "wxa_media_check":
            return _media_verdict(entry)
        case _ if name in _REVOCATIONS:
            return DataRevocation(",".join(str(one) for one in _listed(entry.get("RevokeInfo"))))
        case _:
            if name not in _NO_USE:
                unknown.append(("event of a push", name))
            return None


def _send_outcome(entry: Mapping[str, Any], key: str) -> SendOutcome:
    named = entry.get("MsgID")
    without = (_NO_NUMBER + key.removeprefix("event:"))[:MESSAGE_ID]
    return SendOutcome(
        _id(entry["TemplateId"], TEMPLATE),
        _id(named, MESSAGE_ID) if named else without,
        str(entry["ErrorCode"])[:_FREE_CODE],
        str(entry.get("ErrorStatus") or "")[:_FREE_CODE],
    )


def _popup_answer(entry: Mapping[str, Any], unknown: list[UnknownWord]) -> PopupAnswer | None:
    template_id, answer = _id(entry["TemplateId"], TEMPLATE), entry["SubscribeStatusString"]
    accepted = is_accepted(answer)
    if accepted is None:
        unknown.append(("popup push", str(answer)))
        return None
    return PopupAnswer(template_id, accepted)


def _opt_out(entry: Mapping[str, Any], unknown: list[UnknownWord]) -> OptOut | None:
    template_id, answer = _id(entry["TemplateId"], TEMPLATE), entry["SubscribeStatusString"]
    accepted = is_accepted(answer)
    if accepted is None:
        unknown.append(("change push", str(answer)))
    return OptOut(template_id) if accepted is False else None


def _media_verdict(entry: Mapping[str, Any]) -> MediaVerdict:
    trace_id, result = _id(entry["trace_id"], TRACE), entry.get("result") or {}
    suggest = result.get("suggest")
    if str(entry.get("errcode", "0")) != "0" or suggest is None:
        return MediaVerdict(trace_id, None, None)
    return MediaVerdict(
        trace_id, str(suggest)[:_FREE_CODE], str(result.get("label", ""))[:_FREE_CODE]
    )
