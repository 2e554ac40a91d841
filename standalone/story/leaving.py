"""Leaves something to do at each desk, so that whoever signs in to the console finds work there."""

import asyncio
from dataclasses import replace
from typing import Any

from standalone.story.arriving import arrive, come
from standalone.story.caller import Caller
from standalone.story.filing import be_checked, fill_in, hand_over, start
from standalone.story.papers import paper
from standalone.story.returning import endorse
from standalone.story.reviewing import decide, find_review
from standalone.story.scene import DemoApplicant, Scene
from standalone.story.submitting import submit
from standalone.story.telling import Silence

_TITLE = "platform"
_AGREED = {"verdict": "pass", "comment": "材料齐全，同意"}


async def leave_work(scene: Scene) -> None:
    """Once: as long as something waits at the auditor's desk, nothing is added.

    What is filed here is a firm's own, in the states that the desks are for; none of it is payable,
    so that the next story finds its own money alone.
    """
    auditor = await scene.as_staff("auditor")
    waiting = (await auditor.get("/reviews", edition=scene.code, state="open")).ok()["items"]
    scene.telling.chapter("留给您试的：登录工作台，各岗位都有待办")
    if waiting:
        scene.telling.note("各岗位还有待办，不再添加")
        return
    quiet = replace(scene, telling=Silence())
    for _ in range(2):
        await _handed_in(quiet, paid_days_ago=3)
    voucher = paper("服务费用支付凭据")
    for days in (6, 5, 4):
        await _endorsed(quiet, paid_days_ago=days, shared=voucher)
    await _decided(quiet, "audit", await _endorsed(quiet, paid_days_ago=8), **_AGREED)
    await _sent_back(quiet)
    await _appealed(quiet)
    await come(quiet, "待核验的企业")
    await _titles(quiet)
    scene.telling.step(
        "平台企业、区、第三方、专家、主管部门各有几件，一家企业待补正，一件申诉待处理"
    )


async def _handed_in(
    scene: Scene, *, paid_days_ago: int, shared: bytes | None = None
) -> DemoApplicant:
    """`shared`: a paper that others hand in as well, which reviewers are shown."""
    applicant = await arrive(scene, "一家企业")
    await start(scene, applicant)
    await fill_in(scene, applicant, paid_days_ago=paid_days_ago)
    await hand_over(scene, applicant)
    if shared is not None:
        await _upload(applicant, "payment_receipt", "支付凭据.pdf", shared)
    await submit(scene, applicant)
    return applicant


async def _endorsed(
    scene: Scene, *, paid_days_ago: int, shared: bytes | None = None
) -> DemoApplicant:
    applicant = await _handed_in(scene, paid_days_ago=paid_days_ago, shared=shared)
    await endorse(scene, applicant)
    return applicant


async def _upload(applicant: DemoApplicant, kind: str, name: str, content: bytes) -> None:
    path = f"{applicant.path}/evidence"
    kept = (await applicant.caller.upload(path, kind, name, content)).ok(201)
    await be_checked(applicant, kept["id"])


async def _decided(
    scene: Scene, stage: str, applicant: DemoApplicant, *, role: str = "auditor", **verdict: Any
) -> None:
    """By the body of that step, each kind of paper looked at."""
    reviewer: Caller = await scene.as_staff(role)
    kinds = {one["kind"] for one in (await applicant.look())["evidence"]}
    checklist = {kind: {"ok": True} for kind in sorted(kinds)}
    review = await find_review(reviewer, stage, applicant)
    (await decide(reviewer, review, checklist=checklist, **verdict)).ok()


async def _sent_back(scene: Scene) -> None:
    applicant = await _endorsed(scene, paid_days_ago=7)
    items = [{"item": "service_contract", "reason": "合同缺少签章页，请补传整份合同"}]
    comment = "合同不完整"
    await _decided(scene, "audit", applicant, verdict="return", comment=comment, items=items)


async def _appealed(scene: Scene) -> None:
    applicant = await _endorsed(scene, paid_days_ago=2)
    comment = "付款凭据与合同的付款方不一致"
    await _decided(scene, "audit", applicant, verdict="reject", comment=comment)
    reason = "付款由公司基本户转出，凭据上的户名是曾用名，有更名通知书为证"
    (await applicant.caller.post(f"{applicant.path}/appeal", {"reason": reason})).ok(201)


async def _titles(scene: Scene) -> None:
    """Firms that ask to be recognised as platforms: two for the district, two for the experts."""
    if "district" not in scene.accounts:
        return
    categories = [(await scene.anyone.get("/categories")).ok()["items"][0]["code"]]
    for _ in range(2):
        await _asks_for_title(scene, categories)
    for applicant in await asyncio.gather(*(_asks_for_title(scene, categories) for _ in range(2))):
        await _decided(scene, "preliminary", applicant, role="district", **_AGREED)


async def _asks_for_title(scene: Scene, categories: list[str]) -> DemoApplicant:
    applicant = await arrive(scene, "申请认定的平台企业")
    given = {
        "edition": scene.code,
        "track": _TITLE,
        "enterprise_id": applicant.firm["id"],
        "facts": {"categories": categories},
    }
    applicant.application = (await applicant.caller.post("/applications", given)).ok(201)
    for material in applicant.application["missing"]:
        name = f"{material['label'][:20]}.pdf"
        await _upload(applicant, material["kind"], name, paper(material["label"]))
    (await applicant.caller.post(f"{applicant.path}/submit")).ok()
    await applicant.look()
    return applicant
