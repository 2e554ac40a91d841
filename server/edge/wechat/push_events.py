"""The events WeChat pushes, as typed values read from a parsed body of either format."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final


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
    """What became of an accepted message; `error_code` "0" is delivered."""

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


@dataclass(frozen=True, slots=True)
class PushEvent:
    """One event about one person. `dedupe_key` is the same for a repeated delivery.

    `detail` is None for an event of no use to us. Pushes come twice, late, or never: no event may
    be the only trigger of a change.
    """

    name: str
    openid: str
    created_at: datetime
    dedupe_key: str
    detail: Detail


_WRAPPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
        "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
        "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
    }
)
_REVOCATIONS: Final = (
    "user_info_modified",
    "user_authorization_revoke",
    "user_authorization_cancellation",
)


def read_events(body: Mapping[str, Any]) -> list[PushEvent]:
    """All events of one push. Raises KeyError, TypeError or ValueError for a body that is none."""
    if body.get("MsgType") != "event":
        return []
    name = str(body["Event"])
    entries = _entries(body, _WRAPPERS[name]) if name in _WRAPPERS else [body]
    return [_event(body, name, entry) for entry in entries]


def _entries(body: Mapping[str, Any], wrapper: str) -> list[Mapping[str, Any]]:
    # JSON has no wrapper element, XML has; a single entry is an object in both.
    box = body.get(wrapper) or body
    found = box.get("List") or []
    return found if isinstance(found, list) else [found]


def _event(body: Mapping[str, Any], name: str, entry: Mapping[str, Any]) -> PushEvent:
    created = int(body["CreateTime"])
    openid = str(body.get("OpenID") or body["FromUserName"])
    return PushEvent(
        name=name,
        openid=openid,
        created_at=datetime.fromtimestamp(created, UTC),
        dedupe_key=_dedupe_key(body, name, entry),
        detail=_detail(name, entry),
    )


def _dedupe_key(body: Mapping[str, Any], name: str, entry: Mapping[str, Any]) -> str:
    if name == "subscribe_msg_sent_event" and entry.get("MsgID"):
        return f"sent:{entry['MsgID']}"
    canonical = json.dumps(
        [str(body["FromUserName"]), str(body["CreateTime"]), name, _as_text(entry)],
        ensure_ascii=False,
        sort_keys=True,
    )
    return "event:" + hashlib.sha256(canonical.encode()).hexdigest()


def _as_text(value: Any) -> Any:
    """Scalars as text, so that an int in JSON and its text in XML count as the same."""
    if isinstance(value, Mapping):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return "" if value is None else str(value)


def _detail(name: str, entry: Mapping[str, Any]) -> Detail:
    match name:
        case "subscribe_msg_popup_event":
            status = str(entry["SubscribeStatusString"])
            return PopupAnswer(str(entry["TemplateId"]), status == "accept")
        case "subscribe_msg_change_event":
            rejected = entry["SubscribeStatusString"] == "reject"
            return OptOut(str(entry["TemplateId"])) if rejected else None
        case "subscribe_msg_sent_event":
            return SendOutcome(
                str(entry["TemplateId"]),
                str(entry["MsgID"]),
                str(entry["ErrorCode"]),
                str(entry["ErrorStatus"]),
            )
        case "wxa_media_check":
            return _media_verdict(entry)
        case _ if name in _REVOCATIONS:
            return DataRevocation(str(entry.get("RevokeInfo", "")))
        case _:
            return None


def _media_verdict(entry: Mapping[str, Any]) -> MediaVerdict:
    result = entry.get("result") or {}
    failed = str(entry.get("errcode", "0")) != "0"
    return MediaVerdict(
        str(entry["trace_id"]),
        None if failed else str(result["suggest"]),
        None if failed else str(result.get("label", "")),
    )
