"""Subscribe messages: what each answer of WeChat means for the sender."""

import asyncio
from typing import Any

import pytest

from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import NotReached, WeChatMisconfigured, WeChatUnavailable
from server.edge.wechat.outcomes import (
    Accepted,
    Refused,
    RetryLater,
    SendResult,
    Terminal,
    Unknown,
)
from tests.world.sandbox import DATA, SEND, STABLE_TOKEN, TEMPLATE, Sandbox


async def send(wechat: WeChat, openid: str, **changed: Any) -> SendResult:
    given = {"template_id": TEMPLATE, "data": DATA} | changed
    return await wechat.send_subscribe_message(openid=openid, **given)


async def test_a_message_arrives_once_per_consent(sandbox: Sandbox, wechat: WeChat) -> None:
    openid = await sandbox.openid("wang")
    assert await send(wechat, openid) == Refused()
    await sandbox.accept("wang", TEMPLATE, times=2)
    first, second = [await send(wechat, openid, page="/pages/a?id=1") for _ in range(2)]
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert await send(wechat, openid) == Refused()
    sent = await sandbox.deliveries("wang")
    assert [one["msgid"] for one in sent] == [first.msgid, second.msgid]
    assert len(sent[0]["msgid"]) == 19
    assert sent[0]["data"] == DATA
    assert sent[0]["page"] == "pages/a?id=1"
    assert sent[0]["state"] == "formal"
    assert "办理结果:审核通过" in sent[0]["text"]
    assert await sandbox.deliveries("li") == []


async def test_an_opt_out_ends_all_consent(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.accept("wang", TEMPLATE, times=3)
    await sandbox.control("opt-out", name="wang", template_id=TEMPLATE)
    assert await send(wechat, await sandbox.openid("wang")) == Refused()


@pytest.mark.parametrize(
    ("errcode", "result"),
    [
        (-1, Unknown()),
        (40003, Terminal("openid", 40003)),
        (43104, Terminal("openid", 43104)),
        (40013, Terminal("configuration", 40013)),
        (40164, Terminal("configuration", 40164)),
        (48001, Terminal("configuration", 48001)),
        (50002, Terminal("configuration", 50002)),
        (40037, Terminal("template", 40037)),
        (41030, Terminal("page", 41030)),
        (43101, Refused()),
        (43107, Terminal("banned", 43107)),
        (45168, Terminal("banned", 45168)),
        (43108, RetryLater(43108, 2)),
        (44991, RetryLater(44991, 60)),
        (45011, RetryLater(45011, 60)),
        (45009, RetryLater(45009, 600)),
        (47001, Terminal("argument", 47001)),
        (47003, Terminal("argument", 47003)),
        (99999, Terminal("unlisted", 99999)),
    ],
)
@pytest.mark.parametrize("cut", [False, True])
async def test_every_row_of_the_error_matrix(
    sandbox: Sandbox, wechat: WeChat, errcode: int, result: SendResult, cut: bool
) -> None:
    await sandbox.accept("wang", TEMPLATE)
    await sandbox.fault(SEND, errcode=errcode, times=None, cut_errmsg=cut)
    assert await send(wechat, await sandbox.openid("wang")) == result
    assert await sandbox.calls(SEND) == 1
    assert await sandbox.deliveries("wang") == []


async def test_day_quota_stops_further_sends(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.control("options", daily_limits={SEND: 0})
    openid = await sandbox.openid("wang")
    assert await send(wechat, openid) == RetryLater(45009, 600)
    with pytest.raises(WeChatUnavailable) as caught:
        await send(wechat, openid)
    assert 0 < (caught.value.retry_after or 0) <= 601
    assert await sandbox.calls(SEND) == 1


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
async def test_a_refused_token_is_renewed_and_the_message_goes_once(
    sandbox: Sandbox, wechat: WeChat, errcode: int
) -> None:
    await sandbox.accept("wang", TEMPLATE)
    openid = await sandbox.openid("wang")
    await wechat.list_templates()
    await sandbox.control("token", action="rotate")
    assert isinstance(await send(wechat, openid), Accepted)
    assert await sandbox.calls(STABLE_TOKEN) == 2
    assert len(await sandbox.deliveries("wang")) == 1
    await sandbox.fault(SEND, errcode=errcode, times=None)
    with pytest.raises(WeChatMisconfigured):
        await send(wechat, openid)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        ({"reset": "after"}, 1),
        ({"reset": "before"}, 0),
        ({"status": 502}, 0),
        ({"garbage": True}, 1),
    ],
)
async def test_a_lost_answer_is_unknown_and_never_resent(
    sandbox: Sandbox, wechat: WeChat, fault: dict[str, object], arrived: int
) -> None:
    await sandbox.accept("wang", TEMPLATE, times=2)
    await sandbox.fault(SEND, **fault)
    assert await send(wechat, await sandbox.openid("wang")) == Unknown()
    assert await sandbox.calls(SEND) == 1
    assert len(await sandbox.deliveries("wang")) == arrived


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"status": 503}])
async def test_no_token_means_certainly_not_sent(
    sandbox: Sandbox, wechat: WeChat, fault: dict[str, object]
) -> None:
    await sandbox.fault(STABLE_TOKEN, times=None, **fault)
    with pytest.raises(WeChatUnavailable) as caught:
        await send(wechat, await sandbox.openid("wang"))
    assert not isinstance(caught.value, NotReached)
    assert await sandbox.calls(SEND) == 0


async def test_sends_to_one_person_go_in_single_file(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.accept("wang", TEMPLATE, times=10)
    await sandbox.control("options", send_takes_s=0.02)
    openid = await sandbox.openid("wang")
    results = await asyncio.gather(*(send(wechat, openid) for _ in range(10)))
    assert all(isinstance(result, Accepted) for result in results)


async def test_without_single_file_they_collide(sandbox: Sandbox) -> None:
    """The control of the test above: the same ten, straight at the API."""
    await sandbox.accept("wang", TEMPLATE, times=10)
    await sandbox.control("options", send_takes_s=0.02)
    query = {"access_token": await sandbox.token()}
    body = {
        "touser": await sandbox.openid("wang"),
        "template_id": TEMPLATE,
        "data": {key: {"value": value} for key, value in DATA.items()},
    }
    answers = await asyncio.gather(
        *(sandbox.raw("POST", SEND, params=query, json=body) for _ in range(10))
    )
    assert any(b'"errcode":43108' in raw for _, _, raw in answers)


async def test_people_do_not_wait_for_each_other(sandbox: Sandbox, wechat: WeChat) -> None:
    wang, li = await sandbox.openid("wang"), await sandbox.openid("li")
    await sandbox.accept("li", TEMPLATE)
    await sandbox.fault(SEND, openid=wang, delay_s=5, errcode=43101)
    slow = asyncio.create_task(send(wechat, wang))
    assert isinstance(await send(wechat, li), Accepted)
    assert not slow.done()
    slow.cancel()


@pytest.mark.parametrize(
    "data",
    [{}, DATA | {"thing1": ""}, DATA | {"phrase2": "passed"}, DATA | {"other": "x"}],
)
async def test_values_against_the_rules_are_not_even_sent(
    sandbox: Sandbox, wechat: WeChat, data: dict[str, str]
) -> None:
    result = await send(wechat, await sandbox.openid("wang"), data=data)
    assert result == Terminal("argument", 47003)
    assert await sandbox.calls(SEND) == 0


async def test_wrong_person_template_and_page(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.accept("wang", TEMPLATE, times=3)
    openid = await sandbox.openid("wang")
    assert await send(wechat, "o" * 28) == Terminal("openid", 40003)
    wrong = await send(wechat, openid, template_id="x" * 43)
    assert wrong == Terminal("template", 40037)
    await sandbox.control("pages", pages=["pages/index"])
    wrong = await send(wechat, openid, page="pages/other")
    assert wrong == Terminal("page", 41030)
    assert isinstance(await send(wechat, openid, page="pages/index?id=1"), Accepted)
