"""The events WeChat pushes, as it words them; `List` is an object for one entry, a list for more."""

from typing import Any

from standalone.wechat.records import App, Delivery

WRAPPERS = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
}
Event = dict[str, Any]


def _event(app: App, name: str, sender: str, now: float, **fields: Any) -> Event:
    return {
        "ToUserName": app.account,
        "FromUserName": sender,
        "CreateTime": int(now),
        "MsgType": "event",
        "Event": name,
        **fields,
    }


def _list(entries: list[dict[str, str]]) -> Any:
    return entries[0] if len(entries) == 1 else entries


def popup_event(app: App, openid: str, choices: dict[str, str], now: float) -> Event:
    """`choices`: template id to `accept` or `reject`."""
    entries: list[dict[str, str]] = [
        {"TemplateId": template_id, "SubscribeStatusString": choice, "PopupScene": "0"}
        for template_id, choice in choices.items()
    ]
    return _event(app, "subscribe_msg_popup_event", openid, now, List=_list(entries))


def change_event(app: App, openid: str, template_ids: list[str], now: float) -> Event:
    entries = [
        {"TemplateId": template_id, "SubscribeStatusString": "reject"}
        for template_id in template_ids
    ]
    return _event(app, "subscribe_msg_change_event", openid, now, List=_list(entries))


def sent_event(app: App, delivery: Delivery, outcome: tuple[str, str], now: float) -> Event:
    """`outcome`: ErrorCode and ErrorStatus, "0" and "success" for what arrived."""
    entry = {
        "TemplateId": delivery.template_id,
        "MsgID": delivery.msgid,
        "ErrorCode": outcome[0],
        "ErrorStatus": outcome[1],
    }
    return _event(app, "subscribe_msg_sent_event", delivery.openid, now, List=entry)


def media_event(
    app: App, trace_id: str, verdict: tuple[str, int | None], errcode: int, now: float
) -> Event:
    """`verdict`: suggest and label (None: the usual one); an errcode other than 0 has none."""
    suggest, label = verdict
    label = label or (100 if suggest == "pass" else 20002)
    judged: Event = {
        "result": {"suggest": suggest, "label": label},
        "detail": [{"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label}],
    }
    return _event(
        app,
        "wxa_media_check",
        "oPlatformAccountOfWeChat0000",
        now,
        appid=app.appid,
        trace_id=trace_id,
        version=2,
        errcode=errcode,
        errmsg="ok" if errcode == 0 else "no verdict",
        **(judged if errcode == 0 else {}),
    )


def personal_data_event(app: App, name: str, openid: str, info: str, now: float) -> Event:
    """`info` "8" is the phone number, "14" pictures, "15" files."""
    return _event(
        app,
        name,
        openid,
        now,
        OpenID=openid,
        AppID=app.appid,
        RevokeInfo=info,
        PluginID="",
    )
