"""Being told: consent to WeChat messages, the card on the phone, the entry in the inbox."""

from typing import Any

from standalone.story.expecting import expect, expect_true, until
from standalone.story.scene import DemoApplicant, Scene


async def allow_messages(scene: Scene, applicant: DemoApplicant) -> None:
    """One tap in WeChat's popup for all templates; each gives the right to one message."""
    before = await _balances(applicant)
    popup = {"name": applicant.name, "template_ids": list(before), "choice": "accept"}
    results = (await scene.wechat.post("/_control/popup", popup)).ok()
    answers = {template_id: results[template_id] for template_id in before}
    (await applicant.caller.post("/subscriptions", {"results": answers})).ok()
    wanted = {template_id: balance + 1 for template_id, balance in before.items()}

    async def counted() -> dict[str, int] | None:
        found = await _balances(applicant)
        return found if found == wanted else None

    await until("授权记录在案", counted)
    scene.telling.step(f"在微信弹窗里同意接收 {len(wanted)} 种消息，每种一次")


async def be_told(scene: Scene, applicant: DemoApplicant, event: str, *, says: str) -> None:
    """Wait for the entry in the inbox and for the one card that has a field which `says` so."""

    async def entry() -> dict[str, Any] | None:
        found = await _entry(applicant, event)
        return found if found is not None and found["message"] == "sent" else None

    told = await until(f"站内信 {event} 且微信已送出", entry)
    expect("未读", None, told["read_at"])
    read = (await applicant.caller.post(f"/notifications/{told['id']}/read")).ok()
    expect_true("已读", read["read_at"] is not None)
    path = "/_control/deliveries"
    cards = (await scene.wechat.get(path, name=applicant.name)).ok()["deliveries"]
    said = {says, applicant.application["number"]}
    meant = [card for card in cards if said <= set(card["data"].values())]
    expect(f"写着“{says}”和受理编号的微信消息", 1, len(meant))
    scene.telling.step(f"站内信“{told['title']}”与微信消息“{meant[0]['title']}”都已收到")
    for line in told["body"].splitlines():
        scene.telling.note(line)


async def find_in_inbox(scene: Scene, applicant: DemoApplicant, event: str) -> None:
    """Wait for the entry before going on: nobody is told what a later step has overtaken."""
    told = await until(f"站内信 {event}", lambda: _entry(applicant, event))
    scene.telling.step(f"站内信“{told['title']}”已收到")


async def _entry(applicant: DemoApplicant, event: str) -> dict[str, Any] | None:
    for item in (await applicant.caller.get("/notifications")).ok()["items"]:
        if item["application_id"] == applicant.application["id"] and item["event"] == event:
            return dict(item)
    return None


async def _balances(applicant: DemoApplicant) -> dict[str, int]:
    items = (await applicant.caller.get("/subscriptions")).ok()["items"]
    return {item["template_id"]: item["balance"] for item in items}
