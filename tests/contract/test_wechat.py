"""The contract with WeChat, clause by clause, as far as an appid and a secret can try it.

Nothing here sends, changes or uses up anything: no code is spent, no token forced, and the legacy
token API is left alone, for it takes the token of whoever shares the app. Where WeChat may answer
with one of several numbers (the order of its checks is not published), each is named.
"""

import asyncio
import json
import time
from typing import Any

import pytest

from server.edge.wechat.errors import CodeInvalid, PhoneCodeInvalid
from server.edge.wechat.outcomes import Terminal
from tests.contract.target import RID, Target
from tests.world.sandbox import DATA, TEMPLATE

SEND = "/cgi-bin/message/subscribe/send"
TEMPLATES = "/wxaapi/newtmpl/gettemplate"
NOBODY = "o" + "x" * 27


def credentials(target: Target, **changed: str) -> dict[str, str]:
    given = {"appid": target.appid, "secret": target.secret}
    return {"grant_type": "client_credential"} | given | changed


def refused(answer: dict[str, Any], *errcodes: int) -> None:
    """One of these numbers, with a rid of now."""
    assert answer["errcode"] in errcodes, answer
    rid = RID.search(answer["errmsg"])
    assert rid is not None, answer
    assert abs(int(rid[1], 16) - time.time()) < 3600


async def test_the_stable_token_stays_the_same(target: Target) -> None:
    first = await target.call("/cgi-bin/stable_token", credentials(target))
    second = await target.call("/cgi-bin/stable_token", credentials(target))
    assert first["access_token"] == second["access_token"] == target.token
    assert 0 < second["expires_in"] <= first["expires_in"] <= 7200
    assert "errcode" not in first
    assert len(first["access_token"]) <= 512


@pytest.mark.parametrize(
    ("changed", "errcodes"),
    [
        ({"grant_type": "x"}, (40002,)),
        ({"appid": "wx0123456700000000"}, (40013,)),
        ({"appid": ""}, (41002,)),
        ({"secret": "0" * 32}, (40001, 40125)),
        ({"secret": ""}, (41004,)),
    ],
)
async def test_wrong_credentials(
    target: Target, changed: dict[str, str], errcodes: tuple[int, ...]
) -> None:
    refused(await target.call("/cgi-bin/stable_token", credentials(target, **changed)), *errcodes)


@pytest.mark.parametrize(
    ("method", "path", "body", "errcodes"),
    [
        ("GET", "/cgi-bin/no/such/path", None, (40066,)),
        ("GET", SEND, None, (43002,)),
        ("POST", "/sns/jscode2session", b"{}", (43001,)),
        ("POST", SEND, b"", (44002,)),
        ("POST", SEND, b"a=b", (47001, 40169)),
    ],
)
async def test_verbs_bodies_and_paths(
    target: Target, method: str, path: str, body: bytes | None, errcodes: tuple[int, ...]
) -> None:
    status, raw = await target.raw(method, path, params={"access_token": target.token}, data=body)
    assert status == 200
    refused(json.loads(raw), *errcodes)


@pytest.mark.parametrize(
    ("token", "errcodes"),
    [("", (41001,)), ("short", (40001, 40014)), (f"12_{'a' * 120}", (40001, 40014, 42001))],
)
async def test_tokens_that_do_not_work(
    target: Target, token: str, errcodes: tuple[int, ...]
) -> None:
    refused(await target.call(TEMPLATES, access_token=token), *errcodes)


async def test_login_codes(target: Target) -> None:
    for code in ("0" * 32, "x"):
        with pytest.raises(CodeInvalid):
            await target.client.code_to_session(code)
    query = {"appid": target.appid, "secret": target.secret}
    grant = {"grant_type": "authorization_code"}
    _, raw = await target.raw("GET", "/sns/jscode2session", params=query | grant)
    refused(json.loads(raw), 41008)


async def test_phone_codes(target: Target) -> None:
    with pytest.raises(PhoneCodeInvalid):
        await target.client.phone_number("0" * 64)


async def test_a_message_to_nobody(target: Target) -> None:
    result = await target.client.send_subscribe_message(
        openid=NOBODY, template_id=TEMPLATE, data=DATA
    )
    assert isinstance(result, Terminal)
    assert result.cause in ("openid", "template")
    assert result.errcode in (40003, 40037, 43104)


async def test_templates_are_listed_as_we_read_them(target: Target) -> None:
    answer = await target.call(TEMPLATES)
    assert answer["errcode"] == 0
    listed = await target.client.list_templates()
    assert len(listed) == len(answer["data"])
    for one, template in zip(answer["data"], listed, strict=True):
        assert one["type"] in (2, 3)
        assert template.keys


async def test_a_code_is_a_picture(target: Target) -> None:
    # `developer`: the page need not be in the released version.
    picture = await target.client.draw_code(page="pages/a/b", scene="p=1", state="developer")
    assert picture[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("changed", "errcodes"),
    [
        ({"scene": "编号"}, (40129,)),
        ({"scene": "x" * 33}, (40129, 40169)),
        ({"page": "/pages/a/b"}, (41030, 40097)),
        ({"env_version": "formal"}, (40097,)),
    ],
)
async def test_what_no_code_is_made_of(
    target: Target, changed: dict[str, str], errcodes: tuple[int, ...]
) -> None:
    body = {"scene": "p=1", "page": "pages/a/b", "env_version": "develop"} | changed
    refused(await target.call("/wxa/getwxacodeunlimit", body), *errcodes)


async def test_texts_are_checked_for_people_of_the_app_only(target: Target) -> None:
    body = {"content": "你好", "version": 2, "scene": 1, "openid": NOBODY}
    refused(await target.call("/wxa/msg_sec_check", body), 40003, 43104)


async def test_quotas_and_rids_can_be_asked_for(target: Target) -> None:
    ask = "/cgi-bin/openapi/quota/get"
    quota = (await target.call(ask, {"cgi_path": SEND}))["quota"]
    assert quota["daily_limit"] >= quota["used"] >= 0
    refused(await target.call(ask, {"cgi_path": "/sns/jscode2session"}), 76022)
    _, raw = await target.raw(
        "POST",
        "/wxa/business/getuserphonenumber",
        params={"access_token": target.token},
        data=b'{"code":"0"}',
    )
    rid = json.loads(raw)["errmsg"].rpartition("rid: ")[2]
    async with asyncio.timeout(60):
        # WeChat needs a moment until it finds it.
        answer = await target.call("/cgi-bin/openapi/rid/get", {"rid": rid})
        while answer["errcode"]:
            await asyncio.sleep(1)
            answer = await target.call("/cgi-bin/openapi/rid/get", {"rid": rid})
    assert answer["request"]["invoke_time"] > 0


async def test_the_push_servers_have_addresses(target: Target) -> None:
    assert (await target.call("/cgi-bin/getcallbackip"))["ip_list"]
