"""WeChat's verdict on a text: of all its parts the worst, and none where it judges nothing."""

import json
from typing import Any

import pytest

from server.edge.wechat.client import WeChat
from server.edge.wechat.content import LONGEST, MSG_SEC_CHECK, CheckScene, NoVerdict, TextVerdict
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.transport import Api
from tests.world.sandbox import Sandbox

PATH = "/wxa/msg_sec_check"


async def judged(wechat: WeChat, sandbox: Sandbox, text: str) -> TextVerdict:
    openid = await sandbox.openid("wang")
    return await wechat.check_text(text, openid=openid, scene=CheckScene.COMMENT)


@pytest.mark.parametrize(
    ("text", "suggest", "calls"),
    [
        ("服务很好", "pass", 1),
        ("内容疑似广告", "review", 1),
        ("违规内容", "risky", 1),
        ("好" * LONGEST + "疑似", "review", 2),
        ("疑似" + "好" * LONGEST + "违规", "risky", 2),
        ("𠮷" * LONGEST, "pass", 1),
    ],
)
async def test_the_worst_part_decides(
    sandbox: Sandbox, wechat: WeChat, text: str, suggest: str, calls: int
) -> None:
    assert (await judged(wechat, sandbox, text)).suggest == suggest
    assert await sandbox.calls(PATH) == calls


@pytest.mark.parametrize("errcode", [61010, 40003, 43104])
async def test_whom_it_does_not_judge(sandbox: Sandbox, wechat: WeChat, errcode: int) -> None:
    await sandbox.fault(PATH, errcode=errcode, times=None)
    with pytest.raises(NoVerdict) as caught:
        await judged(wechat, sandbox, "好")
    assert caught.value.errcode == errcode


@pytest.mark.parametrize(
    "fault", [{"errcode": -1}, {"status": 503}, {"errcode": 44991}, {"errcode": 48001}]
)
async def test_no_verdict_is_no_pass(
    sandbox: Sandbox, wechat: WeChat, fault: dict[str, Any]
) -> None:
    await sandbox.fault(PATH, times=None, **fault)
    with pytest.raises(WeChatUnavailable):
        await judged(wechat, sandbox, "好")


async def test_somebody_away_for_two_hours_has_none(sandbox: Sandbox, wechat: WeChat) -> None:
    assert (await judged(wechat, sandbox, "好")).suggest == "pass"
    await sandbox.control("clock", advance_s=7300)
    with pytest.raises(NoVerdict):
        await judged(wechat, sandbox, "好")


@pytest.mark.parametrize(
    "answer", [{}, {"result": None}, {"result": "pass"}, {"result": {"suggest": "perhaps"}}]
)
async def test_a_verdict_of_another_shape_is_none(
    wechat: WeChat, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]
) -> None:
    transport = wechat._transport
    true, raw = transport._exchange, json.dumps({"errcode": 0, **answer}).encode()

    async def exchange(api: Api, **given: Any) -> bytes:
        return raw if api is MSG_SEC_CHECK else await true(api, **given)

    monkeypatch.setattr(transport, "_exchange", exchange)
    with pytest.raises(WeChatUnavailable):
        await judged(wechat, sandbox, "好")
