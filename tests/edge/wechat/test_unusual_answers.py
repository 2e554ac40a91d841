"""Answers of WeChat's with more, less or other than its pages say: what is known of them counts."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.outcomes import Accepted, Refused
from server.edge.wechat.phone import PhoneNumber

APPID = "wxba5fad812f8e6fb9"
TOKEN = {"access_token": "t", "expires_in": 7200}
MARK = {"timestamp": 1, "appid": APPID, "new": [1]}
PHONE = {"phoneNumber": "13812341234", "purePhoneNumber": "13812341234", "countryCode": "86"}
TEMPLATE = {"priTmplId": "T1", "title": "a", "content": "b:{{thing1.DATA}}", "type": 2}


@asynccontextmanager
async def wechat(**answers: Any) -> AsyncIterator[WeChat]:
    """A client of a server that answers each path's last part with this, bytes as they are."""

    async def answer(request: web.Request) -> web.Response:
        said = ({"stable_token": TOKEN} | answers)[request.path.rpartition("/")[2]]
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return web.Response(body=body, content_type="text/plain")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with WeChat(f"http://{host}:{port}", APPID, "secret", clock=Clock()) as client:
            yield client
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "token",
    [
        TOKEN | {"errcode": None, "errmsg": None, "scope": {"x": 1}},
        TOKEN | {"expires_in": "7200"},
        TOKEN | {"expires_in": 7200.5},
        TOKEN | {"expires_in": "two hours"},
        TOKEN | {"expires_in": None},
        TOKEN | {"expires_in": 10**400},
        {"access_token": "t"},
        b"\xef\xbb\xbf" + json.dumps(TOKEN).encode(),
    ],
)
async def test_a_token_of_a_strange_life_is_a_token(token: Any) -> None:
    async with wechat(stable_token=token, send={"errcode": 0, "msgid": 7, "new": 1}) as client:
        sent = await client.send_subscribe_message(
            openid="o", template_id="T1", data={"thing1": "x"}
        )
        assert sent == Accepted("7")


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (PHONE | {"carrier": "x"}, PhoneNumber("86", "13812341234")),
        (PHONE | {"countryCode": "+86"}, PhoneNumber("86", "13812341234")),
        (
            PHONE | {"countryCode": 852, "purePhoneNumber": "51234567"},
            PhoneNumber("852", "51234567"),
        ),
        (PHONE | {"purePhoneNumber": "138-1234 1234"}, PhoneNumber("86", "13812341234")),
        (PHONE | {"countryCode": "00852 "}, PhoneNumber("852", "13812341234")),
        (PHONE | {"countryCode": None}, PhoneNumber("86", "13812341234")),
        ({"phoneNumber": "13812341234"}, PhoneNumber("86", "13812341234")),
        ({"phoneNumber": "+8613812341234"}, PhoneNumber("86", "13812341234")),
        ({"purePhoneNumber": "13812341234"}, PhoneNumber("86", "13812341234")),
        ({"phoneNumber": "85251234567", "countryCode": "852"}, PhoneNumber("852", "51234567")),
        (
            {"phoneNumber": "85251234567", "purePhoneNumber": "51234567"},
            PhoneNumber("852", "51234567"),
        ),
    ],
)
async def test_a_phone_number_with_more_beside_it(info: Any, expected: PhoneNumber) -> None:
    reply = {"errcode": 0, "errmsg": "ok", "phone_info": info | {"watermark": MARK}}
    async with wechat(getuserphonenumber=reply) as client:
        assert await client.phone_number("code") == expected


@pytest.mark.parametrize("number", [None, "", "abc", "123", "1" * 16])
async def test_what_is_no_phone_number_is_not_kept(number: Any) -> None:
    info = {"purePhoneNumber": number, "phoneNumber": number, "countryCode": "86"}
    info |= {"watermark": MARK}
    async with wechat(getuserphonenumber={"errcode": 0, "phone_info": info}) as client:
        with pytest.raises(WeChatUnavailable):
            await client.phone_number("code")


async def test_a_login_with_more_beside_it() -> None:
    reply = {"openid": "o", "session_key": "k", "unionid": None, "is_new": True, "errcode": ""}
    async with wechat(jscode2session=reply) as client:
        assert (await client.code_to_session("code")).openid == "o"


@pytest.mark.parametrize(
    "reply",
    [
        b'{"errcode":43101,"errmsg":"user refuse \xe5\xae' + b'"}',
        '{"errcode":43101,"errmsg":"拒绝"}'.encode("gbk"),
        b'{"errcode":"43101","errmsg":"two\nlines"}',
        {"errcode": 43101, "errmsg": {"new": 1}},
    ],
)
async def test_a_number_counts_whatever_text_stands_beside_it(reply: Any) -> None:
    async with wechat(send=reply) as client:
        sent = await client.send_subscribe_message(
            openid="o", template_id="T1", data={"thing1": "x"}
        )
        assert sent == Refused()


async def test_templates_of_a_kind_to_come_hide_no_other() -> None:
    strange = [TEMPLATE | {"priTmplId": "T2", "type": 9}, {"priTmplId": "T3"}, None, "x"]
    enums = [TEMPLATE | {"priTmplId": "T4", "keywordEnumValueList": [{"new": 1}, 7]}]
    async with wechat(gettemplate={"errcode": 0, "data": [TEMPLATE, *strange, *enums]}) as client:
        assert [one.template_id for one in await client.list_templates()] == ["T1", "T2", "T4"]
    async with wechat(gettemplate={"errcode": 0, "data": None}) as client:
        assert await client.list_templates() == ()
