"""Codes and links: what 45009 means differs, for codes have no quota of a day."""

import logging

import pytest

from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatUnavailable
from tests.world.sandbox import Sandbox

DRAW, LINK = "/wxa/getwxacodeunlimit", "/wxa/generate_urllink"


async def test_codes_wait_for_the_next_minute(
    sandbox: Sandbox, wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await sandbox.fault(DRAW, errcode=45009)
    with pytest.raises(WeChatUnavailable) as caught:
        await wechat.draw_code(page="pages/a", scene="p=1", state="formal")
    assert caught.value.retry_after == 60
    assert await wechat.draw_code(page="pages/a", scene="p=1", state="formal")
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_links_pause_for_the_day(
    sandbox: Sandbox, wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await sandbox.fault(LINK, errcode=45009)
    for _ in range(2):
        with pytest.raises(WeChatUnavailable) as caught:
            await wechat.make_link(page="pages/a", query="id=1", state="formal")
        assert (caught.value.retry_after or 0) > 590
    assert await sandbox.calls(LINK) == 1
    assert [one.message for one in caplog.records if one.levelno >= logging.ERROR] == [
        "the day quota of an API is used up; it pauses"
    ]
