"""The stand-in keeps WeChat's contract: verbs, forms, ageing of tokens, checks of every API."""

import asyncio
import json
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.standalone.wechat.calls import LEGACY, call
from tests.world.sandbox import (
    APPID,
    DATA,
    LOGIN,
    PHONE,
    PROJECT,
    SECRET,
    SEND,
    STABLE_TOKEN,
    TEMPLATE,
    Sandbox,
    sandbox_process,
)

RID = r"rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}"
CREDENTIALS = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}


async def test_verbs_bodies_and_unknown_paths(sandbox: Sandbox) -> None:
    for method, path, options, errcode in (
        ("GET", "/nothing", {}, 40066),
        ("POST", LOGIN, {}, 43001),
        ("GET", SEND, {}, 43002),
        ("POST", SEND, {}, 44002),
        ("POST", SEND, {"data": {"a": "b"}}, 47001),
        ("POST", SEND, {"json": []}, 47001),
        ("POST", SEND, {"json": {}}, 41001),
        ("POST", f"{SEND}?access_token=short", {"json": {}}, 40014),
        ("POST", f"{SEND}?access_token=12_{'a' * 120}", {"json": {}}, 40001),
    ):
        status, content_type, raw = await sandbox.raw(method, path, **options)
        answer = json.loads(raw)
        assert (status, answer["errcode"]) == (200, errcode)
        assert re.search(RID + "$", answer["errmsg"])
        text = path == LOGIN
        assert content_type == ("text/plain" if text else "application/json; encoding=utf-8")


async def test_successes_carry_no_errcode_where_wechat_gives_none(sandbox: Sandbox) -> None:
    login = {"appid": APPID, "secret": SECRET, "js_code": "sandbox-a"}
    grant = {"grant_type": "authorization_code"}
    assert "errcode" not in await call(sandbox, LOGIN, **login, **grant)
    assert "errcode" not in await call(sandbox, STABLE_TOKEN, CREDENTIALS)
    assert (await call(sandbox, PHONE, {"code": "sandbox-phone-13812341234"}))["errcode"] == 0
    refused = await call(sandbox, LOGIN, **(login | {"js_code": "x"}), **grant)
    assert re.fullmatch(f"invalid code, {RID}", refused["errmsg"])


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"grant_type": "x"}, 40002),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": "x"}, 40125),
        ({"secret": ""}, 41004),
    ],
)
async def test_token_refusals(sandbox: Sandbox, change: dict[str, str], errcode: int) -> None:
    assert (await call(sandbox, STABLE_TOKEN, CREDENTIALS | change))["errcode"] == errcode
    assert (await call(sandbox, LEGACY, **(CREDENTIALS | change)))["errcode"] == errcode


async def test_allow_list_and_frozen_secret(sandbox: Sandbox) -> None:
    await sandbox.control("apps", appid=APPID, allowed_ips=["10.0.0.1"])
    refused = await call(sandbox, STABLE_TOKEN, CREDENTIALS)
    assert refused["errcode"] == 40164
    assert "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1" in refused["errmsg"]
    await sandbox.control("apps", appid=APPID, allowed_ips=[], frozen=True)
    assert (await call(sandbox, STABLE_TOKEN, CREDENTIALS))["errcode"] == 40243


async def test_families_age_by_their_own_rules(sandbox: Sandbox) -> None:
    async def works(token: str) -> int:
        path = "/wxaapi/newtmpl/gettemplate"
        return int((await call(sandbox, path, access_token=token))["errcode"])

    stable = await call(sandbox, STABLE_TOKEN, CREDENTIALS)
    first = (await call(sandbox, LEGACY, **CREDENTIALS))["access_token"]
    second = (await call(sandbox, LEGACY, **CREDENTIALS))["access_token"]
    assert first != second
    assert [await works(one) for one in (first, second, stable["access_token"])] == [0, 0, 0]
    await sandbox.control("clock", advance_s=301)
    assert [await works(one) for one in (first, second)] == [40001, 0]
    again = await call(sandbox, STABLE_TOKEN, CREDENTIALS)
    assert again["access_token"] == stable["access_token"]
    assert again["expires_in"] < 6900
    await sandbox.control("clock", advance_s=6700)
    rotated = await call(sandbox, STABLE_TOKEN, CREDENTIALS)
    assert rotated["access_token"] != stable["access_token"]
    assert await works(stable["access_token"]) == 0
    await sandbox.control("clock", advance_s=7300)
    assert await works(rotated["access_token"]) == 42001


async def test_forced_refresh_kills_at_once_and_is_rationed(sandbox: Sandbox) -> None:
    forced = CREDENTIALS | {"force_refresh": True}
    tokens = []
    for _ in range(20):
        tokens.append((await call(sandbox, STABLE_TOKEN, forced))["access_token"])
        await sandbox.control("clock", advance_s=31)
    path = "/wxaapi/newtmpl/gettemplate"
    assert (await call(sandbox, path, access_token=tokens[-2]))["errcode"] == 40001
    assert (await call(sandbox, path, access_token=tokens[-1]))["errcode"] == 0
    assert (await call(sandbox, STABLE_TOKEN, forced))["errcode"] == 45009
    await sandbox.control("clock", advance_s=86_400)
    assert "access_token" in await call(sandbox, STABLE_TOKEN, forced)
    await sandbox.control("options", force_too_soon_errcode=45011)
    assert (await call(sandbox, STABLE_TOKEN, forced))["errcode"] == 45011


async def test_codes_of_other_apps_and_phone_codes_of_others(sandbox: Sandbox) -> None:
    other = "wx0123456711111111"
    await sandbox.control("apps", appid=other, secret="s")
    async with sandbox.session.post(
        f"{sandbox.control_url}/_control/apps", json={"appid": "wx7c04fd2a19b3e65d"}
    ) as real:
        assert real.status == 400
    foreign = await sandbox.control("codes", kind="login", name="a", appid=other)
    query = {"appid": APPID, "secret": SECRET, "grant_type": "authorization_code"}
    assert (await call(sandbox, LOGIN, js_code=foreign["code"], **query))["errcode"] == 40029
    assert (await call(sandbox, LOGIN, **query))["errcode"] == 41008
    code = await sandbox.control("codes", kind="phone", name="a", phone="13812341234")
    assert re.fullmatch("[0-9a-f]{64}", code["code"])
    body = code | {"openid": await sandbox.openid("b")}
    assert (await call(sandbox, PHONE, body))["errcode"] == 40029


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{}", "data.thing1.value is empty"),
        ({}, "data.thing1.value is empty"),
        (DATA | {"phrase2": ""}, "data.phrase2.value is empty"),
        (DATA | {"thing4": 5}, "data.thing4.value invalid"),
        (DATA | {"character_string5": "编号"}, "data.character_string5.value invalid"),
    ],
)
async def test_value_refusals_name_the_key(sandbox: Sandbox, data: Any, said: str) -> None:
    wrapped = data if isinstance(data, str) else {k: {"value": v} for k, v in data.items()}
    body = {"touser": await sandbox.openid("a"), "template_id": TEMPLATE, "data": wrapped}
    answer = await call(sandbox, SEND, body)
    assert answer["errcode"] == 47003
    assert re.fullmatch(f"argument invalid! {re.escape(said)} {RID}", answer["errmsg"])


async def test_content_checks_need_a_present_person(sandbox: Sandbox) -> None:
    path, person = "/wxa/msg_sec_check", await sandbox.openid("a")
    body = {"content": "你好", "version": 2, "scene": 1, "openid": person}
    assert (await call(sandbox, path, body))["result"] == {"suggest": "pass", "label": 100}
    risky = await call(sandbox, path, body | {"content": "违规内容"})
    assert (risky["errcode"], risky["result"]["suggest"]) == (0, "risky")
    escaped = await sandbox.raw(
        "POST",
        path,
        params={"access_token": await sandbox.token()},
        json=body | {"content": "违规内容"},
    )
    assert json.loads(escaped[2])["result"]["suggest"] == "pass"
    assert (await call(sandbox, path, body | {"scene": 9}))["errcode"] == 40129
    other = "wx0123456722222222"
    await sandbox.control("apps", appid=other, secret="s")
    foreign = (await sandbox.show("person", name="a", appid=other))["openid"]
    assert (await call(sandbox, path, body | {"openid": foreign}))["errcode"] == 43104
    await sandbox.control("clock", advance_s=7201)
    assert (await call(sandbox, path, body))["errcode"] == 61010
    await sandbox.control("visit", name="a")
    assert (await call(sandbox, path, body))["errcode"] == 0


async def test_codes_as_pictures(sandbox: Sandbox) -> None:
    path, token = "/wxa/getwxacodeunlimit", await sandbox.token()

    async def draw(**body: Any) -> tuple[str, bytes]:
        query = {"access_token": token}
        _, kind, raw = await sandbox.raw("POST", path, params=query, json={"scene": "p=1"} | body)
        return kind, raw

    kind, raw = await draw()
    assert (kind, raw[:3], raw[-2:]) == ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9")
    kind, raw = await draw(is_hyaline=True)
    assert (kind, raw[:4]) == ("image/png", b"\x89PNG")
    assert (await draw())[1] == (await draw())[1] != (await draw(scene="p=2"))[1]
    await sandbox.control("pages", pages=["pages/index"])
    for body, errcode in (
        ({"scene": "编号"}, 40129),
        ({"scene": "x" * 33}, 40169),
        ({"page": "/pages/index"}, 41030),
        ({"page": "pages/other"}, 41030),
        ({"env_version": "formal"}, 40097),
        ({"scancode_time": 1}, 85096),
        ({"width": 200}, 40097),
        ({"width": "wide"}, 40097),
    ):
        assert json.loads((await draw(**body))[1])["errcode"] == errcode
    assert (await draw(page="pages/other", check_path=False))[0] == "image/jpeg"


async def test_templates_can_be_added_and_deleted(sandbox: Sandbox) -> None:
    base = "/wxaapi/newtmpl"
    added = await call(
        sandbox, f"{base}/addtemplate", {"tid": "1", "kidList": [1, 2], "sceneDesc": "通知"}
    )
    assert len(added["priTmplId"]) == 43
    listed = (await call(sandbox, f"{base}/gettemplate"))["data"]
    assert added["priTmplId"] in [one["priTmplId"] for one in listed]
    gone = {"priTmplId": added["priTmplId"]}
    assert (await call(sandbox, f"{base}/deltemplate", gone))["errcode"] == 0
    assert (await call(sandbox, f"{base}/deltemplate", gone))["errcode"] == 200014
    few = {"tid": "1", "kidList": [1], "sceneDesc": "通知"}
    assert (await call(sandbox, f"{base}/addtemplate", few))["errcode"] == 200012


async def test_control_refuses_nonsense(sandbox: Sandbox) -> None:
    for act, body in (("popup", {"name": "a"}), ("faults", {"colour": 1}), ("clock", {})):
        url = f"{sandbox.control_url}/_control/{act}"
        async with sandbox.session.post(url, json=body) as response:
            assert response.status == 400
            assert (await response.json())["error"]


async def test_control_is_also_on_the_main_port_of_this_machine(sandbox: Sandbox) -> None:
    _, _, raw = await sandbox.raw("GET", "/_control/deliveries")
    assert json.loads(raw) == {"deliveries": []}


async def test_a_killed_stand_in_forgets_no_message_and_no_consent(tmp_path: Path) -> None:
    body = {"template_id": TEMPLATE, "data": {key: {"value": DATA[key]} for key in DATA}}
    async with sandbox_process("--data", str(tmp_path)) as first:
        body["touser"] = await first.openid("wang")
        await first.accept("wang", TEMPLATE, times=2)
        assert (await call(first, SEND, body))["errcode"] == 0
        wanted = {"tid": "1", "kidList": [1, 2], "sceneDesc": "通知"}
        added = (await call(first, "/wxaapi/newtmpl/addtemplate", wanted))["priTmplId"]
        before = await first.deliveries("wang")
        first.process.send_signal(signal.SIGKILL)
        await first.process.wait()
    with (tmp_path / "sandbox.jsonl").open("a") as journal:
        journal.write('{"kind": "deliv')
    async with sandbox_process("--data", str(tmp_path)) as second:
        assert await second.deliveries("wang") == before
        listed = (await call(second, "/wxaapi/newtmpl/gettemplate"))["data"]
        assert added in [one["priTmplId"] for one in listed]
        assert await second.openid("wang") == body["touser"]
        assert [(await call(second, SEND, body))["errcode"] for _ in range(2)] == [0, 43101]
        after = await second.deliveries("wang")
        assert int(after[1]["msgid"]) > int(before[0]["msgid"])


async def test_it_ends_with_whoever_holds_its_standard_input() -> None:
    async with sandbox_process() as running:
        assert await running.openid("wang")
        assert running.process.stdin is not None
        running.process.stdin.close()
        assert await asyncio.wait_for(running.process.wait(), 60) == 0


async def test_openids_outlive_a_stand_in_without_memory(sandbox: Sandbox) -> None:
    openid = await sandbox.openid("wang")
    async with sandbox_process("--accept-all") as other:
        data = {key: {"value": DATA[key]} for key in DATA}
        body = {"touser": openid, "template_id": TEMPLATE, "data": data}
        assert (await call(other, SEND, body))["errcode"] == 0
        assert (await call(other, SEND, body | {"touser": "o" + "x" * 27}))["errcode"] == 40003


async def test_a_port_in_use_is_said_plainly(sandbox: Sandbox) -> None:
    port = sandbox.url.rpartition(":")[2]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone.wechat", "--port", port),
        cwd=PROJECT,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert f"cannot listen on port {port}" in said.decode()
