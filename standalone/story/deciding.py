"""The audit passes and locks the money; the authority approves."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from standalone.story.expecting import expect, expect_true
from standalone.story.figures import read_figures
from standalone.story.messages import be_told
from standalone.story.reviewing import decide, find_review, take
from standalone.story.scene import DemoApplicant, Scene
from standalone.story.telling import yuan


async def audit(scene: Scene, applicant: DemoApplicant) -> None:
    """Each paper checked, the payment date corrected by the voucher, the money locked."""
    scene.telling.chapter("第三方审核：通过并锁定额度")
    before, auditor = await read_figures(scene), await scene.as_staff("auditor")
    review = await find_review(auditor, "audit", applicant)
    shown = await take(auditor, review)
    expect_true("看得到补正后的变化", bool(shown["changes"]), shown["changes"])
    kinds = sorted({one["kind"] for one in shown["application"]["evidence"]})
    await _be_thorough(auditor, review, kinds)
    paid_at = datetime.fromisoformat(shown["application"]["paid_at"]) - timedelta(hours=5)
    given = {
        "verdict": "pass",
        "comment": "逐份核对无误，付款时间以银行回单为准",
        "checklist": {kind: {"ok": True, "comment": "与原件一致"} for kind in kinds},
        "verified": {"paid_at": paid_at.isoformat()},
    }
    (await decide(auditor, review, **given)).ok()
    scene.telling.step(f"核对材料 {len(kinds)} 份；付款时间按回单更正为 {paid_at:%Y-%m-%d %H:%M}")
    application = await applicant.look()
    queue, award_fen = application["queue"], application["award_fen"]
    expect("额度已锁定", ("locked", None), (queue["state"], queue["position"]))
    expect("付款时间已更正", paid_at, datetime.fromisoformat(application["paid_at"]))
    expected = before.moved(locked_fen=award_fen, funded_fen=-award_fen, locked=1, funded=-1)
    after = await read_figures(scene)
    expect("由暂列转为锁定", expected, after)
    scene.telling.step(f"锁定 {yuan(award_fen)}：{after}")


async def _be_thorough(auditor: Any, review: dict[str, Any], kinds: list[str]) -> None:
    """A pass with a paper left out is refused, and nothing is decided by it."""
    some = {kind: {"ok": True} for kind in kinds[1:]}
    problem = (await decide(auditor, review, verdict="pass", checklist=some)).refused(
        422, "invalid"
    )
    expect("漏查的材料", f"checklist.{kinds[0]}", problem["errors"][0]["field"])


async def approve(scene: Scene, applicant: DemoApplicant) -> None:
    """The authority's word; said twice at the same moment, it counts once."""
    scene.telling.chapter("主管部门核准")
    authority, auditor = await scene.as_staff("authority"), await scene.as_staff("auditor")
    review = await find_review(authority, "approve", applicant)
    (await decide(auditor, review, verdict="pass")).refused(404, "not_found")
    scene.telling.step("审核机构不能核准")
    given = {"verdict": "pass", "comment": "同意"}
    both = await asyncio.gather(
        decide(authority, review, **given), decide(authority, review, **given)
    )
    lost = [answer for answer in both if answer.status != 200]
    expect("同时核准两次，只有一次算数", 1, len(lost))
    lost[0].refused(409, "already_decided")
    application = await applicant.look()
    expect("待拨付", ("payable", "payout"), (application["status"], application["stage"]))
    refused = await applicant.caller.post(f"{applicant.path}/withdraw")
    refused.refused(409, "not_withdrawable")
    scene.telling.step("核准；两次同时核准只算一次；此后不能撤回")
    await be_told(scene, applicant, "application.approved", says="审核通过")
    await _explain(scene, applicant)


async def _explain(scene: Scene, applicant: DemoApplicant) -> None:
    """The whole reasoning, open to the firm itself."""
    decision = (await applicant.caller.get(f"{applicant.path}/decision")).ok()
    met = [condition["met"] for condition in decision["conditions"]]
    expect("每个条件都成立", [True] * len(met), met)
    changed = [change["field"] for change in decision["changes"]]
    expect_true("写明审核更正了付款时间", "paid_at" in changed, changed)
    scene.telling.step(
        f"决定说明：规则第 {decision['rules']['number']} 版，条件 {len(met)} 条均成立，"
        f"金额 {yuan(decision['award']['granted_fen'])}"
    )
