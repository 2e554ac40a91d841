"""The platform endorses; the auditor sends one paper back, and the firm corrects it."""

from datetime import date, datetime
from typing import Any

from server.clock import SHANGHAI
from standalone.story.expecting import expect, expect_true
from standalone.story.figures import read_figures
from standalone.story.filing import be_checked
from standalone.story.messages import allow_messages, be_told
from standalone.story.papers import paper
from standalone.story.reviewing import decide, find_review, take
from standalone.story.scene import DemoApplicant, Scene

_ITEM, _OTHER = "payment_receipt", "service_contract"
_REASON = "支付凭据看不清付款日期，请重新上传"


async def endorse(scene: Scene, applicant: DemoApplicant) -> None:
    """The platform vouches for its own client."""
    scene.telling.chapter("平台企业确认")
    platform, number = await scene.as_staff("platform"), applicant.application["number"]
    found = (await platform.get("/platform/applications", q=number)).ok()["items"]
    expect("平台看得到自己的客户", [number], [item["number"] for item in found])
    path = f"/platform{applicant.path}/endorse"
    given = {"verdict": "pass", "comment": "合同与开通情况属实"}
    endorsed = (await platform.post(path, given)).ok()
    expect("进入第三方审核", "audit", endorsed["stage"])
    (await platform.post(path, given)).refused(409, "already_decided")
    scene.telling.step("平台确认，进入第三方审核；重复确认被拒绝")


async def be_returned(scene: Scene, applicant: DemoApplicant) -> None:
    """One paper comes back with its reason and a due day; place and money are kept."""
    scene.telling.chapter("第三方审核：退回补正")
    before, position = await read_figures(scene), (await applicant.look())["queue"]["position"]
    auditor = await scene.as_staff("auditor")
    review = await find_review(auditor, "audit", applicant)
    await take(auditor, review)
    without = await decide(auditor, review, verdict="return", comment=_REASON)
    without.refused(422, "invalid")
    items = [{"item": _ITEM, "reason": _REASON}]
    (await decide(auditor, review, verdict="return", comment=_REASON, items=items)).ok()
    returned = await applicant.look()
    expect("状态", "returned", returned["status"])
    (correction,) = returned["corrections"]
    expect("补正事项", (_ITEM, _REASON), (correction["item"], correction["reason"]))
    due_on = correction["due_on"]
    in_time = due_on is None or date.fromisoformat(due_on) > datetime.now(SHANGHAI).date()
    expect_true("补正期限在今天之后", in_time, due_on)
    expect("位置不变", position, returned["queue"]["position"])
    expect("额度不变", before, await read_figures(scene))
    scene.telling.step(
        f"退回 1 项：{_REASON}；期限 {due_on or '待公布节假日后确定'}，位置与额度保留"
    )
    await be_told(scene, applicant, "application.returned", says="需要补正")


async def correct(scene: Scene, applicant: DemoApplicant) -> None:
    """Only what was named is open; handed in again it goes back to whoever returned it."""
    caller, path = applicant.caller, f"{applicant.path}/evidence"
    other = await caller.upload(path, _OTHER, "合同.pdf", paper("服务协议（合同）"))
    other.refused(409, "not_editable")
    old = next(one for one in applicant.application["evidence"] if one["kind"] == _ITEM)
    (await caller.delete(f"{path}/{old['id']}")).ok(204)
    problem = (await caller.post(f"{applicant.path}/submit")).refused(409, "incomplete")
    expect("缺补正的那一份", f"evidence.{_ITEM}", problem["errors"][0]["field"])
    anew = (
        await caller.upload(path, _ITEM, "支付凭据（清晰）.pdf", paper("服务费用支付凭据（清晰）"))
    ).ok(201)
    await be_checked(applicant, anew["id"])
    position = applicant.application["queue"]["position"]
    again: dict[str, Any] = (await caller.post(f"{applicant.path}/submit")).ok()
    expect("再次提交", ("in_review", "audit"), (again["status"], again["stage"]))
    expect("位置不变", position, again["queue"]["position"])
    expect("没有待补正的", [], again["corrections"])
    expect_true("换了新回执", again["receipt"] != applicant.application["receipt"])
    applicant.application = again
    scene.telling.step("只能改退回的那一项；换上清晰的凭据再次提交，位置不变，换发新回执")
    await allow_messages(scene, applicant)
