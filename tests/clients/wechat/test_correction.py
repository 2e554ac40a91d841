"""Returned, and mended on the phone from WeChat's card: one figure, one tap, the line kept."""

from collections.abc import Callable
from typing import Any

from tests.clients.wechat.phone import Phone
from tests.world.application import World
from tests.world.review_steps import endorse

MESSAGE = 1014


async def test_mended_from_the_card(phone: Callable[[str], Any], world: World) -> None:
    person = await world.wechat("returned")
    application = await person.submitted(world.edition)
    items = [{"item": "contract_no", "reason": "合同编号和合同上的不一样"}]
    (await endorse(world, application, verdict="return", items=items)).ok()
    someone: Phone = await phone("returned")

    await someone.launch("pages/application/detail", way=MESSAGE, id=application["id"])
    await someone.tap("微信一键登录")
    await someone.tap("去补正")
    await someone.wait("合同编号和合同上的不一样")
    await someone.type("合同编号", "HT-2026-002")
    await someone.tap("重新提交")
    await someone.wait("已重新提交")

    shown = (await person.get(f"/applications/{application['id']}")).ok()
    assert (shown["status"], shown["contract_no"]) == ("in_review", "HT-2026-002")
    # Of its moment: the result and the line, in the tap that hands in again.
    (asked,) = await someone.notes("requestSubscribeMessage")
    assert len(asked["tmplIds"]) == 2
