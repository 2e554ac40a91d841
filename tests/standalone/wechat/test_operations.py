"""What WeChat counts and keeps: quotas, refused calls by rid, session keys; and chance by seed."""

import hashlib
import hmac
import json

from tests.standalone.wechat.calls import call
from tests.world.sandbox import APPID, LOGIN, PHONE, SECRET, Sandbox


async def test_a_persons_logins_of_a_minute_are_counted(sandbox: Sandbox) -> None:
    await sandbox.control("options", logins_a_minute=2)
    query = {"appid": APPID, "secret": SECRET, "grant_type": "authorization_code"}
    codes = ["sandbox-a", "sandbox-a", "sandbox-a", "sandbox-b"]
    answers = [await call(sandbox, LOGIN, js_code=code, **query) for code in codes]
    assert [answer.get("errcode", 0) for answer in answers] == [0, 0, 45011, 0]


async def test_quotas_of_the_day_and_of_the_minute(sandbox: Sandbox) -> None:
    # A minute and a day that do not end while this runs.
    await sandbox.control("clock", now=1_795_744_810)
    await sandbox.control("options", daily_limits={PHONE: 1})
    body = {"code": "sandbox-phone-13812341234"}
    assert [(await call(sandbox, PHONE, body))["errcode"] for _ in range(2)] == [0, 45009]
    asked = await call(sandbox, "/cgi-bin/openapi/quota/get", {"cgi_path": PHONE})
    assert asked["quota"] == {"daily_limit": 1, "used": 1, "remain": 0}
    assert (await call(sandbox, "/cgi-bin/openapi/quota/get", {"cgi_path": LOGIN}))[
        "errcode"
    ] == 76022
    cleared = {"appid": APPID, "appsecret": SECRET}
    assert (await call(sandbox, "/cgi-bin/clear_quota/v2", cleared))["errcode"] == 0
    assert (await call(sandbox, PHONE, body))["errcode"] == 0
    for _ in range(9):
        await call(sandbox, "/cgi-bin/clear_quota/v2", cleared)
    assert (await call(sandbox, "/cgi-bin/clear_quota/v2", cleared))["errcode"] == 48006
    await sandbox.control("clock", advance_s=86_400)
    assert [(await call(sandbox, PHONE, body))["errcode"] for _ in range(2)] == [0, 45009]
    await sandbox.control("options", daily_limits={}, minute_limits={PHONE: 2})
    assert [(await call(sandbox, PHONE, body))["errcode"] for _ in range(2)] == [0, 45011]
    await sandbox.control("clock", advance_s=60)
    assert (await call(sandbox, PHONE, body))["errcode"] == 0
    used = (await sandbox.show("apps"))["apps"][0]["used_today"]
    assert used[PHONE] == 3


async def test_a_refused_call_is_found_by_its_rid(sandbox: Sandbox) -> None:
    path = "/cgi-bin/openapi/rid/get"
    refused = await call(sandbox, PHONE, {"code": "no such code"})
    rid = refused["errmsg"].rpartition("rid: ")[2]
    found = (await call(sandbox, path, {"rid": rid}))["request"]
    assert found["request_url"].startswith(f"{PHONE}?")
    assert "access_token" not in found["request_url"]
    assert json.loads(found["request_body"]) == {"code": "no such code"}
    assert json.loads(found["response_body"]) == refused
    assert (await call(sandbox, path, {"rid": "12345678-12345678-12345678"}))["errcode"] == 76001
    assert (await call(sandbox, path, {"rid": "x"}))["errcode"] == 76002
    await sandbox.control("clock", advance_s=8 * 86_400)
    assert (await call(sandbox, path, {"rid": rid}))["errcode"] == 76003


async def test_what_a_seed_draws_it_draws_again(sandbox: Sandbox) -> None:
    async def strange() -> tuple[str, str, list[int]]:
        await sandbox.control("reset", seed=7)
        await sandbox.control("clock", now=1_795_744_810)
        await sandbox.fault(PHONE, errcode=-1, chance=0.5, times=None)
        body = {"code": "sandbox-phone-13812341234"}
        code = (await sandbox.control("codes", kind="login", name="a"))["code"]
        token = await sandbox.token()
        answers = [await call(sandbox, PHONE, body, access_token=token) for _ in range(30)]
        return code, token, [answer["errcode"] for answer in answers]

    first, second = await strange(), await strange()
    assert first == second
    assert set(first[2]) == {0, -1}
    await sandbox.control("reset")
    assert (await sandbox.control("codes", kind="login", name="a"))["code"] != first[0]


async def test_session_keys(sandbox: Sandbox) -> None:
    person = await sandbox.show("person", name="a")
    sign = hmac.new(person["session_key"].encode(), b"", hashlib.sha256).hexdigest()
    proof = {"openid": person["openid"], "signature": sign, "sig_method": "hmac_sha256"}
    assert (await call(sandbox, "/wxa/checksession", **proof))["errcode"] == 0
    await sandbox.control("options", session_proof_key="decoded")
    assert (await call(sandbox, "/wxa/checksession", **proof))["errcode"] == 87009
    await sandbox.control("options", session_proof_key="text")
    assert (await call(sandbox, "/wxa/checksession", **(proof | {"signature": ""})))[
        "errcode"
    ] == 87008
    fresh = await call(sandbox, "/wxa/resetusersessionkey", **proof)
    assert fresh["session_key"] != person["session_key"]
    assert (await call(sandbox, "/wxa/checksession", **proof))["errcode"] == 87009
    await sandbox.control("session", name="a", action="expire")
    key = (await sandbox.show("person", name="a"))["session_key"]
    proof["signature"] = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
    assert (await call(sandbox, "/wxa/resetusersessionkey", **proof))["errcode"] == 87007
