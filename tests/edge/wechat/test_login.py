"""Login and phone codes against the stand-in."""

import logging

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import (
    CodeInvalid,
    NotAnswered,
    NotReached,
    PhoneCodeInvalid,
    UserBlocked,
    WeChatMisconfigured,
    WeChatUnavailable,
)
from server.edge.wechat.phone import PhoneNumber
from server.errors import RateLimited
from tests.world.sandbox import LOGIN, PHONE, Sandbox


async def mint(sandbox: Sandbox, kind: str, **about: str) -> str:
    return str((await sandbox.control("codes", kind=kind, **about))["code"])


async def test_magic_code_names_the_same_person_every_time(wechat: WeChat) -> None:
    first = await wechat.code_to_session("sandbox-wang")
    again = await wechat.code_to_session("sandbox-wang")
    other = await wechat.code_to_session("sandbox-李四")
    assert first.openid == again.openid != other.openid
    assert len(first.openid) == 28
    assert first.openid.startswith("o")
    assert first.session_key not in repr(first)


async def test_a_minted_code_works_once(sandbox: Sandbox, wechat: WeChat) -> None:
    code = await mint(sandbox, "login", name="wang")
    session = await wechat.code_to_session(code)
    assert session.openid == await sandbox.openid("wang")
    with pytest.raises(CodeInvalid):
        await wechat.code_to_session(code)


async def test_a_code_dies_after_five_minutes(sandbox: Sandbox, wechat: WeChat) -> None:
    young = await mint(sandbox, "login", name="wang")
    old = await mint(sandbox, "login", name="wang")
    await sandbox.control("clock", advance_s=299)
    assert await wechat.code_to_session(young)
    await sandbox.control("clock", advance_s=2)
    with pytest.raises(CodeInvalid):
        await wechat.code_to_session(old)


@pytest.mark.parametrize("code", ["", "unknown", "sandbox-phone-13812341234", "sandbox-"])
async def test_other_codes_are_refused(wechat: WeChat, code: str) -> None:
    with pytest.raises(CodeInvalid):
        await wechat.code_to_session(code)


async def test_a_blocked_person_is_turned_away(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.control("block", name="wang")
    with pytest.raises(UserBlocked):
        await wechat.code_to_session("sandbox-wang")
    assert await wechat.code_to_session("sandbox-li")


async def test_unionid_comes_only_with_a_bound_app(sandbox: Sandbox, wechat: WeChat) -> None:
    assert (await wechat.code_to_session("sandbox-wang")).unionid
    await sandbox.control("apps", appid=sandbox.appid, bound=False)
    assert (await wechat.code_to_session("sandbox-wang")).unionid is None


@pytest.mark.parametrize(
    ("errcode", "error"),
    [
        (-1, WeChatUnavailable),
        (40029, CodeInvalid),
        (40163, CodeInvalid),
        (40226, UserBlocked),
        (45011, RateLimited),
        (45009, WeChatUnavailable),
        (40013, WeChatMisconfigured),
        (40125, WeChatMisconfigured),
        (40164, WeChatMisconfigured),
        (99999, WeChatUnavailable),
    ],
)
async def test_each_refusal_is_told_apart_and_never_tried_again(
    sandbox: Sandbox, wechat: WeChat, errcode: int, error: type[Exception]
) -> None:
    await sandbox.fault(LOGIN, errcode=errcode, times=None)
    with pytest.raises(error) as caught:
        await wechat.code_to_session("sandbox-wang")
    assert type(caught.value) is error
    assert await sandbox.calls(LOGIN) == 1


async def test_used_up_day_quota_pauses_the_api(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.fault(LOGIN, errcode=45009, times=1)
    for _ in range(3):
        with pytest.raises(WeChatUnavailable):
            await wechat.code_to_session("sandbox-wang")
    assert await sandbox.calls(LOGIN) == 1
    assert await wechat.phone_number("sandbox-phone-13812341234")


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"status": 503}, {"garbage": True}])
async def test_a_lost_answer_is_not_asked_for_again(
    sandbox: Sandbox, wechat: WeChat, fault: dict[str, object]
) -> None:
    code = await mint(sandbox, "login", name="wang")
    await sandbox.fault(LOGIN, **fault)
    with pytest.raises(NotAnswered):
        await wechat.code_to_session(code)
    assert await sandbox.calls(LOGIN) == 1


async def test_a_plain_aiohttp_client_would_have_burnt_the_code(sandbox: Sandbox) -> None:
    """The control of the test above: without our care the broken GET goes out twice."""
    await sandbox.fault(LOGIN, reset="after")
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.url + LOGIN, params={"js_code": "sandbox-wang"}) as response,
    ):
        assert response.status == 200
    assert await sandbox.calls(LOGIN) == 2


async def test_nobody_there_is_told_promptly(wechat: WeChat) -> None:
    async with WeChat("http://127.0.0.1:1", "wx0", "s", clock=Clock()) as nobody:
        with pytest.raises(NotReached):
            await nobody.code_to_session("sandbox-wang")
        with pytest.raises(NotReached):
            await nobody.phone_number("sandbox-phone-13812341234")
        with pytest.raises(NotReached):
            await nobody.send_subscribe_message(openid="o", template_id="t", data={"thing1": "x"})
    with pytest.raises(WeChatUnavailable):
        await nobody.code_to_session("sandbox-wang")


async def test_phone_number_by_code(sandbox: Sandbox, wechat: WeChat) -> None:
    number = PhoneNumber("86", "13812341234")
    assert await wechat.phone_number("sandbox-phone-13812341234") == number
    code = await mint(sandbox, "phone", name="wang", phone="13812341234")
    assert await wechat.phone_number(code) == number
    assert "13812341234" not in repr(number)
    for wrong in (code, "sandboxwang", "", await mint(sandbox, "login", name="wang")):
        with pytest.raises(PhoneCodeInvalid):
            await wechat.phone_number(wrong)


async def test_phone_refusals(sandbox: Sandbox, wechat: WeChat) -> None:
    for errcode, error in ((45011, RateLimited), (-1, WeChatUnavailable), (40029, CodeInvalid)):
        await sandbox.fault(PHONE, errcode=errcode)
        with pytest.raises(error):
            await wechat.phone_number("sandbox-phone-13812341234")
    await sandbox.fault(PHONE, reset="after")
    with pytest.raises(NotAnswered):
        await wechat.phone_number("sandbox-phone-13812341234")
    assert await sandbox.calls(PHONE) == 4


async def test_log_and_metrics_hold_errcode_and_rid_but_no_secret(
    sandbox: Sandbox,
    wechat: WeChat,
    registry: CollectorRegistry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    code = "e3b0c44298fc1c149afbf4c8996fb924"
    for fault in ({}, {"reset": "after"}, {"errcode": 40125, "errmsg": f"bad {sandbox.secret}"}):
        await sandbox.fault(LOGIN, **fault)
        with pytest.raises((CodeInvalid, WeChatUnavailable)):
            await wechat.code_to_session(code)
    await wechat.phone_number("sandbox-phone-13812341234")
    said = " ".join(str(vars(record)) for record in caplog.records)
    assert "'errcode': '40029'" in said
    assert any(getattr(record, "rid", None) for record in caplog.records)
    for secret in (code, sandbox.secret, "13812341234", await sandbox.token()):
        assert secret not in said

    def counted(api: str, errcode: str) -> float | None:
        labels = {"api": api, "errcode": errcode}
        return registry.get_sample_value("shuangtui_wechat_calls_total", labels)

    assert counted("jscode2session", "40029") == 1
    assert counted("jscode2session", "not_answered") == 1
    assert counted("getuserphonenumber", "0") == 1


async def test_a_name_is_a_phone_code_too(wechat: WeChat) -> None:
    first = await wechat.phone_number("sandbox-wang")

    assert first.country_code == "86"
    assert len(first.number) == 11
    assert await wechat.phone_number("sandbox-wang") == first
    assert await wechat.phone_number("sandbox-li") != first
