"""What was sent back, mended in WeChat; and what a platform filed, confirmed from its code."""

from collections.abc import Callable
from typing import Any

from tests.clients.wechat.phone import Phone
from tests.features.applications.filed import filed_and_verified
from tests.world.application import World
from tests.world.review_steps import decide, endorsed, shown

_SENT_BACK = {
    "verdict": "return",
    "comment": "请补正",
    "items": [{"item": "contract_no", "reason": "合同编号与合同首页不一致"}],
}
_CODE = 1047
"""WeChat's number of the way in by a code."""


async def test_corrected_and_handed_in_again(phone: Callable[[str], Any], world: World) -> None:
    person = await world.wechat("mends")
    application = await endorsed(world, person, world.edition)
    (await decide(await world.staff("auditor"), application, "audit", _SENT_BACK)).ok()
    someone: Phone = await phone("mends")
    await someone.launch("pages/application/correct", id=application["id"])
    await someone.tap("微信一键登录")
    await someone.wait("合同编号与合同首页不一致")
    await someone.type("合同编号", "HT-2026-NEW")
    await someone.set(popup="accept", cuts=[{"path": "/submit", "when": "after"}])
    await someone.tap("重新提交")
    await someone.wait("没有网络")
    await someone.tap("重新提交")
    await someone.wait("已重新提交")
    now = await shown(person, application)
    assert (now["status"], now["contract_no"]) == ("in_review", "HT-2026-NEW")
    assert [entry["event"] for entry in now["timeline"]].count("resubmitted") == 1
    asked = await someone.notes("requestSubscribeMessage")
    assert len(asked[0]["tmplIds"]) == 2


async def test_confirmed_from_the_platforms_code(phone: Callable[[str], Any], world: World) -> None:
    """The scene is the application's id in hex, as the picture carries it."""
    person = await world.wechat("confirms")
    filed = await filed_and_verified(world, person, world.edition)
    someone: Phone = await phone("confirms")
    scene = filed["id"].replace("-", "")
    await someone.launch("pages/application/detail", way=_CODE, scene=scene)
    await someone.tap("微信一键登录")
    await someone.tap("核对并确认")
    await someone.wait("替贵公司提交了这份申请")
    await someone.wait(str(filed["contract_no"]))
    await someone.tap("都对，确认")
    await someone.wait("办理进度")
    assert "confirmed" in [entry["event"] for entry in (await shown(person, filed))["timeline"]]
