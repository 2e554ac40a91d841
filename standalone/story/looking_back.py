"""Afterwards: the whole way on one page, and everything that was said."""

from datetime import datetime

from server.clock import SHANGHAI
from standalone.story.expecting import expect, expect_true
from standalone.story.scene import DemoApplicant, Scene

_ROLES = {
    "enterprise": "企业",
    "platform": "平台企业",
    "auditor": "第三方",
    "authority": "主管部门",
    "system": "系统",
}

_EVENTS = {
    "started": "建立草稿",
    "edited": "填报",
    "evidence_added": "上传材料",
    "evidence_removed": "删除材料",
    "submitted": "提交",
    "resubmitted": "补正后再次提交",
    "review.taken": "领取",
    "endorse.passed": "平台确认",
    "audit.returned": "退回补正",
    "audit.passed": "审核通过",
    "approve.passed": "核准",
    "payable": "进入待拨付",
    "payout.gathered": "列入拨付单",
    "paid": "已拨付",
    "rated": "评价平台",
    "rating_answered": "答复评价",
}


async def look_back(scene: Scene, applicant: DemoApplicant) -> None:
    """The timeline in order, with everybody who acted; the inbox with every message."""
    from_start = (await applicant.look())["timeline"]
    scene.telling.chapter("经过")
    times = [entry["at"] for entry in from_start]
    expect("按时间先后", sorted(times), times)
    events = [entry["event"] for entry in from_start]
    for event in ("started", "submitted", "resubmitted"):
        expect(f"经过里有一次 {event}", 1, events.count(event))
    roles = {entry["actor_role"] for entry in from_start}
    missing = {"enterprise", "platform", "auditor", "authority"} - roles
    expect("每一方都记录在案", set(), missing)
    for entry in from_start:
        role = _ROLES.get(entry["actor_role"], entry["actor_role"])
        comment = f"：{entry['comment']}" if entry["comment"] else ""
        event = _EVENTS.get(entry["event"], entry["event"])
        scene.telling.note(f"{_time(entry['at'])} {role} {event}{comment}")
    scene.telling.step(f"经过 {len(events)} 条，谁、何时、为什么都在")
    await _read_inbox(scene, applicant)


async def _read_inbox(scene: Scene, applicant: DemoApplicant) -> None:
    """Every message of the way is there; what was not opened one by one is read at once."""
    items = (await applicant.caller.get("/notifications")).ok()["items"]
    told = {item["event"] for item in items}
    wanted = {f"application.{event}" for event in ("submitted", "returned", "approved", "paid")}
    expect_true("站内信齐全", wanted <= told, told)
    scene.telling.step(f"站内信 {len(items)} 封：{'、'.join(item['title'] for item in items)}")
    unread = (await applicant.caller.get("/notifications/unread")).ok()["count"]
    expect("未读数", sum(item["read_at"] is None for item in items), unread)
    (await applicant.caller.post("/notifications/read-all")).ok(204)
    left = (await applicant.caller.get("/notifications/unread")).ok()["count"]
    expect("全部标为已读之后", 0, left)
    scene.telling.step(f"未读 {unread} 封，一次全部标为已读")


def _time(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%H:%M:%S")
