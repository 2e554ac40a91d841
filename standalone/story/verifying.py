"""The platform changes its account: what is due is held until two persons have verified it."""

import secrets
from typing import Any

from standalone.story.broken import StoryBroken
from standalone.story.caller import Caller
from standalone.story.expecting import expect
from standalone.story.presenting import profile_of
from standalone.story.scene import TRACK, Scene

_BANK = "示例银行浦东支行"


async def verify_account(scene: Scene) -> None:
    """Named anew in the registered name, checked by one person, verified by another."""
    scene.telling.chapter("收款账户：变更、暂不拨付、两人核实")
    platform, first = await scene.as_staff("platform"), await scene.as_staff("authority")
    own = (await platform.get("/platform")).ok()
    changed = await _change(scene, platform, own)
    if changed["state"] == "verified":
        return
    given = {"edition": scene.code, "track": TRACK, "platform_id": own["id"]}
    held = (await first.post("/payouts", given)).refused(409, "everything_held")
    expect("暂不拨付的原因", "payee_unverified", held["errors"][0]["code"])
    scene.telling.step(f"制作拨付名单被拒绝：{held['errors'][0]['message']}")
    item = await _find(first, own["id"])
    expect("待核实的账户", changed["account"], item["account"])
    path = f"/payees/{item['id']}/verify"
    check = {"basis": "bank_confirmation", "reference": f"KHZM{secrets.token_hex(3).upper()}"}
    expect("一人核对之后", "checked", (await first.post(path, check)).ok()["state"])
    (await first.post(path, check)).refused(403, "second_person_needed")
    (await first.post("/payouts", given)).refused(409, "everything_held")
    second = await scene.as_second_authority()
    expect("第二人核实之后", "verified", (await second.post(path, check)).ok()["state"])
    scene.telling.step("一人按银行证明核对，本人再点一次被拒绝；第二人核实后才能拨付")


async def _change(scene: Scene, platform: Caller, own: dict[str, Any]) -> dict[str, Any]:
    """The account as it stands afterwards; where the platform has two people, the old one stays."""
    profile = profile_of(own)
    account = "".join(secrets.choice("0123456789") for _ in range(16))
    wrong = profile | {"payee": {"name": "张三", "bank": _BANK, "account": account}}
    problem = (await platform.put("/platform", wrong)).refused(422, "invalid")
    expect("别人名下的账户", "payee_differs", problem["errors"][0]["code"])
    wanted = profile | {"payee": {"bank": _BANK, "account": account}}
    payee: dict[str, Any] = (await platform.put("/platform", wanted)).ok()["payee"]
    if payee["proposed"] is None:
        expect("改过的账户", "unverified", payee["state"])
        scene.telling.step(f"改到别人名下被拒绝；改为 {payee['bank']} {payee['account']}，待核实")
        return payee
    proposal = {"payee_id": payee["proposed"]["id"]}
    (await platform.post("/platform/payee/confirm", proposal)).refused(403, "second_person_needed")
    (await platform.post("/platform/payee/discard", proposal)).ok()
    scene.telling.step("改到别人名下被拒绝；平台有两人，改账户须另一人确认，这里作废，仍用原账户")
    return payee


async def _find(authority: Caller, platform_id: str) -> dict[str, Any]:
    """That platform's account on the list of those to verify. Raises StoryBroken."""
    query: dict[str, str] = {"state": "unverified", "limit": "100"}
    while True:
        page = (await authority.get("/payees", **query)).ok()
        for item in page["items"]:
            if item["owner"]["id"] == platform_id:
                return dict(item)
        if page["next_cursor"] is None:
            raise StoryBroken("改过的收款账户不在待核实的名单上")
        query["cursor"] = page["next_cursor"]
