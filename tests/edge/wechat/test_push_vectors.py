"""Reading pushes: WeChat's published vectors, the shapes seen in the field, and forgeries."""

import json
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto

from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push import PushSecrets
from server.edge.wechat.push_events import (
    DataRevocation,
    MediaVerdict,
    OptOut,
    PopupAnswer,
    Push,
    SendOutcome,
)
from standalone.wechat.push_envelope import encrypt, signature
from tests.edge.wechat.published_push import (
    APPID,
    PLAIN,
    PUBLISHED,
    SEALED,
    SECRETS,
    answer_url_check,
    event,
    read_push,
)


def test_url_check() -> None:
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }
    assert answer_url_check(SECRETS, query) == "4375120948345356249"
    for name in ("signature", "timestamp", "nonce"):
        with pytest.raises(PushRefused):
            answer_url_check(SECRETS, query | {name: "1714036505"})
        with pytest.raises(PushRefused):
            answer_url_check(SECRETS, {key: query[key] for key in query if key != name})


def test_published_encryption() -> None:
    sealed = encrypt("A" * 43, APPID, '{"demo_resp":"good luck"}', b"707722b803182950")
    assert sealed == PUBLISHED
    assert (
        signature("AAAAA", SEALED["timestamp"], SEALED["nonce"], sealed)
        == (SEALED["msg_signature"])
    )
    opened = WeChatCrypto("AAAAA", "A" * 43, APPID).decrypt_message(
        {"Encrypt": PUBLISHED}, SEALED["msg_signature"], SEALED["timestamp"], SEALED["nonce"]
    )
    assert opened == '{"demo_resp":"good luck"}'
    assert read_push(SECRETS, SEALED, json.dumps({"Encrypt": PUBLISHED}).encode()) == Push(
        [], [("kind of a push", "None")]
    )


def push(body: Any) -> Push:
    return read_push(SECRETS, PLAIN, json.dumps(body, ensure_ascii=False).encode())


def plain(body: Any) -> Any:
    return push(body).events


ENTRY = {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "0"}
OTHER = {"TemplateId": "T2", "SubscribeStatusString": "reject", "PopupScene": "0"}


def test_one_entry_is_an_object_several_are_a_list() -> None:
    (one,) = plain(event("subscribe_msg_popup_event", List=ENTRY))
    assert one.detail == PopupAnswer("T1", accepted=True)
    assert one.openid == "oWang"
    assert one.created_at.timestamp() == 1714037059
    both = plain(event("subscribe_msg_popup_event", List=[ENTRY, OTHER]))
    assert [each.detail for each in both] == [
        PopupAnswer("T1", accepted=True),
        PopupAnswer("T2", accepted=False),
    ]
    assert both[0].dedupe_key == one.dedupe_key != both[1].dedupe_key
    assert plain(event("subscribe_msg_popup_event")) == []


def test_repeats_have_one_key_in_either_format() -> None:
    (first,) = plain(event("subscribe_msg_popup_event", List=ENTRY))
    (text_time,) = plain(event("subscribe_msg_popup_event", List=ENTRY, CreateTime="1714037059"))
    xml = (
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>oWang</FromUserName>"
        "<CreateTime>1714037059</CreateTime><MsgType>event</MsgType>"
        "<Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List>"
        "<TemplateId><![CDATA[T1]]></TemplateId>"
        "<SubscribeStatusString>accept</SubscribeStatusString><PopupScene>0</PopupScene>"
        "</List></SubscribeMsgPopupEvent></xml>"
    )
    (from_xml,) = read_push(SECRETS, PLAIN, xml.encode()).events
    assert first == text_time == from_xml
    (later,) = plain(event("subscribe_msg_popup_event", List=ENTRY, CreateTime=1714037060))
    assert later.dedupe_key != first.dedupe_key


def test_other_events() -> None:
    sent = {"TemplateId": "T1", "MsgID": "1988", "ErrorCode": "0", "ErrorStatus": "success"}
    (outcome,) = plain(event("subscribe_msg_sent_event", List=sent))
    assert outcome.detail == SendOutcome("T1", "1988", "0", "success")
    assert outcome.dedupe_key == "sent:1988"
    (off,) = plain(event("subscribe_msg_change_event", List=OTHER))
    assert off.detail == OptOut("T2")
    (gone,) = plain(event("user_authorization_revoke", OpenID="oLi", RevokeInfo="8"))
    assert (gone.openid, gone.detail) == ("oLi", DataRevocation("8"))
    verdict = {"suggest": "risky", "label": 20002}
    (media,) = plain(event("wxa_media_check", trace_id="t", errcode=0, result=verdict))
    assert media.detail == MediaVerdict("t", "risky", "20002")
    (failed,) = plain(event("wxa_media_check", trace_id="t", errcode=-1008))
    assert failed.detail == MediaVerdict("t", None, None)
    (unknown,) = plain(event("debug_demo", debug_str="x"))
    assert unknown.detail is None
    assert plain({"MsgType": "text", "Content": "hello"}) == []


SENT = {"TemplateId": "T1", "MsgID": "1988", "ErrorCode": "0", "ErrorStatus": "success"}
DELIVERED = SendOutcome("T1", "1988", "0", "success")
REVOKED = "user_authorization_revoke"
POPUP = event("subscribe_msg_popup_event", List=ENTRY)
ACCEPTED = PopupAnswer("T1", accepted=True)
SPOILT = ("entry of a push", "subscribe_msg_popup_event")


@pytest.mark.parametrize(
    ("body", "details", "unknown"),
    [
        (
            event(
                "subscribe_msg_popup_event", List=[ENTRY, OTHER | {"SubscribeStatusString": "x"}]
            ),
            [PopupAnswer("T1", accepted=True), None],
            [("popup push", "x")],
        ),
        (
            event(
                "subscribe_msg_popup_event",
                List=[ENTRY | {"SubscribeStatusString": "acceptWithAudio", "New": {"a": [1]}}],
            ),
            [PopupAnswer("T1", accepted=True)],
            [],
        ),
        (
            event("subscribe_msg_popup_event", List=[ENTRY, {"TemplateId": "T2"}, None, "x"]),
            [PopupAnswer("T1", accepted=True)],
            [("entry of a push", "subscribe_msg_popup_event")] * 3,
        ),
        (
            event("subscribe_msg_change_event", List=OTHER | {"SubscribeStatusString": "ban"}),
            [OptOut("T2")],
            [],
        ),
        (
            event("subscribe_msg_change_event", List=OTHER | {"SubscribeStatusString": "mute"}),
            [None],
            [("change push", "mute")],
        ),
        (
            event("subscribe_msg_sent_event", List=[SENT | {"ErrorStatus": None}, SENT | {"X": 1}]),
            [SendOutcome("T1", "1988", "0", ""), DELIVERED],
            [],
        ),
        (
            event(
                "subscribe_msg_sent_event",
                List={"TemplateId": "T1", "MsgID": 1988, "ErrorCode": 0, "ErrorStatus": "success"},
            ),
            [DELIVERED],
            [],
        ),
        (event(REVOKED, OpenID="oLi", RevokeInfo=["8", 14]), [DataRevocation("8,14")], []),
        (event(REVOKED, OpenID="oLi", RevokeInfo=8), [DataRevocation("8")], []),
        (event("wxa_media_check", trace_id="t", result={}), [MediaVerdict("t", None, None)], []),
        (event("a_new_event", List=7), [None], [("event of a push", "a_new_event")]),
        (event("n" * 100), [None], [("event of a push", "n" * 100)]),
        (POPUP | {"CreateTime": "soon"}, [ACCEPTED], [("time of a push", "soon")]),
        (POPUP | {"CreateTime": 1714037059000}, [ACCEPTED], [("time of a push", "1714037059000")]),
        (POPUP | {"CreateTime": 10**30}, [ACCEPTED], [("time of a push", str(10**30))]),
        (POPUP | {"CreateTime": None}, [ACCEPTED], [("time of a push", "None")]),
        (POPUP | {"List": {"TemplateId": "T1"}}, [], [SPOILT]),
        (POPUP | {"List": ["x"]}, [], [SPOILT]),
        (POPUP | {"FromUserName": None, "OpenID": ""}, [ACCEPTED], []),
        (POPUP | {"SubscribeMsgPopupEvent": "x"}, [ACCEPTED], []),
        ({"MsgType": "event"}, [], [("entry of a push", "None")]),
        ({"MsgType": "hologram"}, [], [("kind of a push", "hologram")]),
        ({"MsgType": "text", "Content": "hello"}, [], []),
    ],
)
def test_what_is_unknown_leaves_what_is_known(
    body: Any, details: list[Any], unknown: list[tuple[str, str]]
) -> None:
    found = push(body)
    assert [one.detail for one in found.events] == details
    assert found.unknown == unknown
    assert all(len(one.name) <= 60 for one in found.events), "the column's width"


def test_a_byte_order_mark_and_an_empty_element_are_nothing() -> None:
    xml = (
        "\ufeff<xml><FromUserName>oWang</FromUserName><CreateTime>1714037059</CreateTime>"
        "<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent>"
        "<List><TemplateId>T1</TemplateId><MsgID>1988</MsgID><ErrorCode>0</ErrorCode>"
        "<ErrorStatus/></List><List><TemplateId>T1</TemplateId><MsgID>1989</MsgID>"
        "<ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List>"
        "</SubscribeMsgSentEvent></xml>"
    )
    found = read_push(SECRETS, PLAIN, xml.encode()).events
    assert [one.detail for one in found] == [
        SendOutcome("T1", "1988", "0", ""),
        SendOutcome("T1", "1989", "0", "success"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"<xml>",
        b"<other/>",
        b"\xff\xfe",
        b"[" * 100_000,
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Event>&a;</Event></xml>',
    ],
)
def test_a_body_that_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(PushRefused):
        read_push(SECRETS, PLAIN, body)


@pytest.mark.parametrize(
    "change",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": "签名"},
        {"timestamp": "1713424428"},
        {"nonce": ""},
    ],
)
def test_forged_envelopes_are_refused(change: dict[str, str]) -> None:
    body = json.dumps({"Encrypt": PUBLISHED}).encode()
    with pytest.raises(PushRefused):
        read_push(SECRETS, SEALED | change, body)


@pytest.mark.parametrize(
    "sealed", ["", "AAAA", "not base64!", PUBLISHED[:-24] + "A" * 24, "A" * 64]
)
def test_garbled_ciphertexts_are_refused_even_if_signed(sealed: str) -> None:
    signed = signature("AAAAA", SEALED["timestamp"], SEALED["nonce"], sealed)
    with pytest.raises(PushRefused):
        read_push(
            SECRETS, SEALED | {"msg_signature": signed}, json.dumps({"Encrypt": sealed}).encode()
        )


def test_another_apps_envelope_is_refused() -> None:
    with pytest.raises(PushRefused):
        read_push(
            PushSecrets("wxffffffffffffffff", "AAAAA", "A" * 43),
            SEALED,
            json.dumps({"Encrypt": PUBLISHED}).encode(),
        )


def test_plain_pushes_can_be_forbidden_and_never_pass_as_encrypted() -> None:
    body = json.dumps(event("debug_demo")).encode()
    assert read_push(SECRETS, PLAIN, body).events
    strict = PushSecrets(APPID, "AAAAA", "A" * 43, encrypted_only=True)
    with pytest.raises(PushRefused):
        read_push(strict, PLAIN, body)
    with pytest.raises(PushRefused):
        read_push(SECRETS, PLAIN | {"encrypt_type": "aes"}, body)
    with pytest.raises(ValueError, match="43"):
        PushSecrets(APPID, "AAAAA", "short")
