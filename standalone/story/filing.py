"""Signing up: a draft, its particulars and papers, and what is refused on the way."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from standalone.story.expecting import expect, expect_true, until
from standalone.story.figures import read_figures
from standalone.story.papers import PHOTO, paper
from standalone.story.scene import TRACK, DemoApplicant, Scene

_FACTS = {"is_sme": True, "newly_signed": True, "registered_for_use": True}


async def start(scene: Scene, applicant: DemoApplicant) -> None:
    """A draft for the chosen plan."""
    given = {
        "edition": scene.code,
        "track": TRACK,
        "enterprise_id": applicant.firm["id"],
        "platform_id": scene.platform["id"],
        "plan_id": scene.plan["id"],
    }
    key = secrets.token_hex(8)
    applicant.application = (await applicant.caller.post("/applications", given, key=key)).ok(201)
    again = (await applicant.caller.post("/applications", given, key=key)).ok(201)
    expect("同一请求重发是同一份草稿", applicant.application["id"], again["id"])
    (await applicant.caller.post("/applications", given)).refused(409, "already_applied")
    scene.telling.step(f"草稿 {applicant.application['number']}；重发是同一份，另开一份被拒绝")


async def be_refused(scene: Scene, applicant: DemoApplicant) -> None:
    """Submit too early: every reason at once, and nothing changed."""
    before, figures = applicant.application, await read_figures(scene)
    problem = (await applicant.caller.post(f"{applicant.path}/submit")).refused(409, "incomplete")
    fields = {reason["field"] for reason in problem["errors"]}
    papers = {f"evidence.{missing['kind']}" for missing in before["missing"]}
    expected = {"contract_no", "signed_at", "paid_at", "paid_fen", *papers}
    expected |= {f"facts.{name}" for name in _FACTS}
    expect("一次说全所缺的内容", expected, fields)
    checked = (await applicant.caller.get(f"{applicant.path}/check")).ok()
    told = {one["field"] for one in checked["problems"]}
    expect("提交前自查说的，与提交时一样", (False, fields), (checked["ready"], told))
    for reason in problem["errors"]:
        scene.telling.note(f"{reason['field']}：{reason['message']}")
    after = await applicant.look()
    expect("被拒绝的提交什么也没改", _lasting(before), _lasting(after))
    expect("额度没有变化", figures, await read_figures(scene))
    scene.telling.step(
        f"过早提交被拒绝，一次列出全部 {len(fields)} 项，什么都没有改变；不提交也能自查"
    )


def _lasting(application: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on when one looks."""
    return {name: value for name, value in application.items() if name != "queue"}


async def fill_in(scene: Scene, applicant: DemoApplicant, *, paid_days_ago: int) -> None:
    """The particulars, on the version that was read."""
    draft, path = applicant.application, f"{applicant.path}/particulars"
    now = datetime.now(UTC).replace(microsecond=0)
    given = {
        "contract_no": f"YS-{secrets.token_hex(4).upper()}",
        "signed_at": (now - timedelta(days=paid_days_ago + 1)).isoformat(),
        "paid_at": (now - timedelta(days=paid_days_ago)).isoformat(),
        "fee_fen": scene.plan["fee_fen"],
        "paid_fen": scene.plan["fee_fen"],
        "facts": _FACTS,
    }
    (await applicant.caller.put(path, given)).refused(428, "version_missing")
    filled = (await applicant.caller.put(path, given, version=draft["version"])).ok()
    expect("版本加一", draft["version"] + 1, filled["version"])
    stale = await applicant.caller.put(path, given, version=draft["version"])
    stale.refused(412, "version_conflict")
    applicant.application = filled
    scene.telling.step(f"填报合同 {given['contract_no']}；旧版本上的修改被拒绝")


async def hand_over(scene: Scene, applicant: DemoApplicant) -> None:
    """Every paper that is missing; a photo under a false name is not taken."""
    caller, path = applicant.caller, f"{applicant.path}/evidence"
    missing = applicant.application["missing"]
    false_name = await caller.upload(path, missing[0]["kind"], "合同.pdf", PHOTO)
    false_name.refused(415, "unsupported_media")
    empty = (await caller.upload(path, missing[0]["kind"], "空.pdf", b"")).refused(422, "invalid")
    expect("空文件", "file_unreadable", empty["errors"][0]["code"])
    scene.telling.step("改名成 .pdf 的照片、空文件都被拒绝")
    for material in missing:
        content = paper(material["label"])
        name = f"{material['label'][:20]}.pdf"
        kept = (await caller.upload(path, material["kind"], name, content)).ok(201)
        await be_checked(applicant, kept["id"])
        again = (await caller.upload(path, material["kind"], name, content)).ok(200)
        expect("同样的文件再传是同一份", kept["id"], again["id"])
        read = await caller.get(f"{path}/{kept['id']}/content")
        read.ok()
        expect_true("取回的文件与上传的相同", read.raw == content)
    expect("材料齐了", [], (await applicant.look())["missing"])
    expect("自查通过", True, (await caller.get(f"{applicant.path}/check")).ok()["ready"])
    scene.telling.step(f"上传材料 {len(missing)} 份，逐份取回核对；同一文件重传不多出一份")


async def be_checked(applicant: DemoApplicant, paper_id: str) -> None:
    """Wait for the look at a paper, which a busy machine leaves to its worker."""

    async def looked_at() -> str | None:
        papers = {one["id"]: one["state"] for one in (await applicant.look())["evidence"]}
        return None if papers[paper_id] == "checking" else str(papers[paper_id])

    expect("材料检查", "checked", await until("材料检查有结果", looked_at))


async def be_hidden(scene: Scene, applicant: DemoApplicant, stranger: DemoApplicant) -> None:
    """Another owner finds nothing under this application's id."""
    paper_id = applicant.application["evidence"][0]["id"]
    content = f"{applicant.path}/evidence/{paper_id}/content"
    (await stranger.caller.get(applicant.path)).refused(404, "not_found")
    (await stranger.caller.get(content)).refused(404, "not_found")
    (await stranger.caller.post(f"{applicant.path}/submit")).refused(404, "not_found")
    (await stranger.caller.post(f"{applicant.path}/withdraw")).refused(404, "not_found")
    scene.telling.step("别家企业用这个编号查看、下载、提交、撤回，得到的都是“没有找到”")
