"""From a platform's share card to a card of WeChat's, on a phone: nothing is called by hand.

The person taps, types and photographs; the product, the stand-in and the worker are real.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.clock import SHANGHAI
from tests.clients.wechat.phone import Phone
from tests.features.messages.conftest import worker_dsn, working
from tests.world.application import World, spare_ports
from tests.world.client import Person, uscc
from tests.world.made_papers import photo, written_pdf
from tests.world.review_steps import endorse
from tests.world.servers import Embedded

FIRM = "上海一路食品有限公司"
CARD, MESSAGE = 1007, 1014  # WeChat's numbers of a share card and of a message


async def sign_in(someone: Phone) -> None:
    await someone.tap("登录后开始")
    await someone.tap("微信一键登录")
    await someone.wait(gone="微信一键登录")


async def register(someone: Phone) -> None:
    """The firm, by its licence, our privacy text agreed to on the way; then back to the application."""
    await someone.tap("登记企业")
    await someone.wait(route="pages/firm/register")
    await someone.type("统一社会信用代码", uscc())
    await someone.wait("按代码")
    await someone.type("企业名称", FIRM)
    await someone.pick("成立日期", "2015-03-02")
    await someone.tap("请选择")
    await someone.tap("制造业")
    await someone.type("现在有多少人上班", "42")
    await someone.type("去年一年的营业收入", "18000000")
    await someone.tap("不在")
    await someone.tap("登记这家企业")
    await someone.tap("看过了，同意并继续")
    await someone.wait(route="pages/apply/start")


async def begin(someone: Phone, platform: str) -> None:
    """As far as the form, from the card of a platform that a colleague sent."""
    await someone.launch("pages/platform/detail", way=CARD, id=platform)
    await someone.tap("看方案、申请补贴")
    await someone.wait(route="pages/plan/detail")
    await someone.tap("申请补贴")
    await someone.wait(route="pages/apply/start")
    await sign_in(someone)
    await register(someone)
    await someone.wait(FIRM)
    await someone.tap("开始填写")
    await someone.wait("第 1 步")
    await someone.tap("下一步")


async def answer(someone: Phone) -> None:
    day = datetime.now(SHANGHAI).date()
    await someone.wait("第 2 步")
    await someone.type("合同编号", "HT-2026-001")
    await someone.pick("签约时间", (day - timedelta(days=40)).isoformat())
    await someone.pick("交费时间", (day - timedelta(days=30)).isoformat())
    await someone.type("企业已付金额", "3920")
    await someone.tap("下一步")
    await someone.wait("第 3 步")
    for question in range(3):
        await someone.tap("是", question)
    await someone.wait("还缺 4 项")
    await someone.tap("下一步")


async def photograph(someone: Phone, nth: int, pictures: list[Path]) -> None:
    """Pages by the camera, made one PDF on the phone; WeChat's own gate is asked once."""
    await someone.tap("添加材料", nth)
    await someone.wait("怎么添加")
    await someone.tap("拍照")
    await someone.wait("放平")
    for number, picture in enumerate(pictures, 1):
        await someone.offer(picture)
        await someone.tap("拍照" if number == 1 else "再拍一页")
        if number == 1:
            await someone.tap("同意并继续")
        await someone.wait(f"已拍 {number} 页")
    await someone.tap(f"{len(pictures)} 页合成一份，上传")
    await someone.wait("已通过检查")


async def take_from_chat(someone: Phone, nth: int, paper: Path) -> None:
    await someone.offer(paper)
    await someone.tap("添加材料", nth)
    await someone.wait("怎么添加")
    await someone.tap("选微信聊天里的文件")
    await someone.wait(paper.name)


async def hand_over(someone: Phone, folder: Path) -> None:
    await someone.wait("第 4 步")
    page = folder / "page.jpg"
    page.write_bytes(photo((1600, 1200)))
    await photograph(someone, 1, [page, page])
    for nth, name in ((0, "承诺书"), (0, "协议"), (0, "回单")):
        paper = folder / f"{name}.pdf"
        paper.write_bytes(written_pdf([name]))
        await take_from_chat(someone, nth, paper)
    await someone.wait("都齐了")
    await someone.tap("下一步")


async def submit(someone: Phone) -> None:
    await someone.wait("第 5 步")
    await someone.tap("提交申请")
    await someone.wait(route="pages/apply/done")
    await someone.wait("已提交")


@pytest.mark.timeout(300)
async def test_from_a_share_card_to_a_message(
    phone: Callable[[str], Any], world: World, embedded: Embedded, tmp_path: Path
) -> None:
    someone: Phone = await phone("way")
    await begin(someone, str(await world.platform_id()))
    await answer(someone)
    await hand_over(someone, tmp_path)
    await submit(someone)

    person = await Person.through_wechat(world.anyone, "way")
    (item,) = (await person.get("/applications")).ok()["items"]
    application = (await person.get(f"/applications/{item['id']}")).ok()
    assert application["status"] == "in_review"
    assert (
        sorted(paper["content_type"] for paper in application["evidence"])
        == ["application/pdf"] * 4
    )
    # The window came in the taps that begin and that submit, with the moment's ids.
    asked = [len(note["tmplIds"]) for note in await someone.notes("requestSubscribeMessage")]
    assert asked == [1, 3]

    returned = await endorse(
        world,
        application,
        verdict="return",
        items=[{"item": "fee_fen", "reason": "请核对合同金额"}],
    )
    returned.ok()
    ports = spare_ports(world)
    await ports.wechat.open()
    async with working(ports, worker_dsn(embedded, world)):
        await until_told(world, "way")
    (card,) = await world.sandbox.deliveries("way")
    await ports.wechat.close()
    await ports.redis.aclose()

    # The card is tapped: a cold start, no login asked, and the application says what to mend.
    await someone.restart()
    route, _, query = card["page"].partition("?")
    await someone.launch(route, way=MESSAGE, **dict([query.split("=")]))
    await someone.tap("去补正")
    await someone.wait("请核对合同金额")
    await someone.call("switchTab", url="/pages/notification/list")
    await someone.wait("补正")


async def until_told(world: World, name: str) -> None:
    """Until the stand-in has delivered a card to them."""
    async with asyncio.timeout(60):
        told = False
        while not told:
            await asyncio.sleep(0.05)
            told = bool(await world.sandbox.deliveries(name))
