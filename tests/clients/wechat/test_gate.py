"""WeChat's privacy gate, asked on our own sheet over whatever page first uses a personal thing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients.wechat.output import Output
from tests.clients.wechat.phone import Phone
from tests.world.made_papers import photo

ASKED, YES, NO = "微信要先问您一句", "同意并继续", "不同意，用别的办法"
CHOOSE = {"count": 1, "mediaType": ["image"], "sourceType": ["camera"]}


async def choosing(phone: Callable[[str], Any], output: Output, tmp_path: Path) -> Phone:
    """Somebody new whose camera was just asked for."""
    picture = tmp_path / "licence.jpg"
    picture.write_bytes(photo())
    someone: Phone = await phone("gate")
    await someone.launch(output.pages[0])
    await someone.offer(picture)
    await someone.do("begin", name="chooseMedia", options=CHOOSE)
    await someone.wait(ASKED)
    return someone


async def test_yes_lets_it_go_on_and_is_kept(
    phone: Callable[[str], Any], output: Output, tmp_path: Path
) -> None:
    someone = await choosing(phone, output, tmp_path)

    await someone.tap(YES)
    chosen = await someone.do("finish")
    await someone.wait(gone=ASKED)
    await someone.restart()
    await someone.launch(output.pages[0])
    asked_again = await someone.call("getPrivacySetting")

    assert chosen["errMsg"] == "chooseMedia:ok"
    assert chosen["tempFiles"][0]["size"] > 0
    assert asked_again["needAuthorization"] is False


@pytest.mark.parametrize("way", [NO, "看《用户隐私保护指引》"])
async def test_no_refuses_it_alone(
    phone: Callable[[str], Any], output: Output, tmp_path: Path, way: str
) -> None:
    """Reading the guide is no answer; the sheet stays for one."""
    someone = await choosing(phone, output, tmp_path)

    await someone.tap(way)
    if way != NO:
        assert any(ASKED in line for line in await someone.lines())
        assert await someone.notes("openPrivacyContract")
        await someone.tap(NO)
    refused = await someone.do("finish")
    await someone.wait(gone=ASKED)

    assert "privacy permission is not authorized" in refused["errMsg"]
