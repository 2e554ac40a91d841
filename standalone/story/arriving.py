"""Coming in through WeChat, and registering one's firm."""

import secrets
from typing import Any

from models.rules.uscc import ALPHABET, check_character
from standalone.story.expecting import expect, expect_true
from standalone.story.scene import DemoApplicant, Scene


async def arrive(scene: Scene, title: str) -> DemoApplicant:
    """A new person with a new firm, checked by the district's authority."""
    applicant = await come(scene, title)
    await _be_verified(scene, applicant)
    return applicant


async def come(scene: Scene, title: str) -> DemoApplicant:
    """A new person with a new firm that nobody has checked."""
    scene.telling.chapter(f"{title}：微信登录，登记企业")
    applicant = await _log_in(scene)
    await _consent(scene, applicant)
    await _give_phone(scene, applicant)
    await _register(scene, applicant)
    return applicant


async def _log_in(scene: Scene) -> DemoApplicant:
    name = f"demo{secrets.token_hex(5)}"
    minted = {"kind": "login", "name": name}
    code = (await scene.wechat.post("/_control/codes", minted)).ok()["code"]
    session = (await scene.anyone.post("/session/wechat", {"code": code})).ok()
    again = await scene.anyone.post("/session/wechat", {"code": code})
    again.refused(401, "wechat_code_invalid")
    expect("新用户尚未同意隐私说明", True, session["user"]["consent_due"])
    expect("新用户名下没有企业", [], session["user"]["enterprises"])
    scene.telling.step("用微信登录凭证换得会话；同一凭证用第二次被拒绝")
    return DemoApplicant(name, scene.anyone.known_as(session["token"]))


async def _consent(scene: Scene, applicant: DemoApplicant) -> None:
    text = (await scene.anyone.get("/texts/privacy")).ok()
    early = await applicant.caller.post("/session/phone", {"code": "0" * 64})
    early.refused(403, "consent_required")
    version = {"text_version": text["version"]}
    (await applicant.caller.post("/session/consent", version)).ok(204)
    user = (await applicant.caller.get("/session")).ok()["user"]
    expect("已同意隐私说明", False, user["consent_due"])
    scene.telling.step(f"阅读并同意隐私说明（{text['version']} 版）；在此之前不收手机号和企业信息")


async def _give_phone(scene: Scene, applicant: DemoApplicant) -> None:
    phone = f"139{secrets.randbelow(10**8):08d}"
    minted = {"kind": "phone", "name": applicant.name, "phone": phone}
    code = (await scene.wechat.post("/_control/codes", minted)).ok()["code"]
    shown = (await applicant.caller.post("/session/phone", {"code": code})).ok()["phone"]
    expect("手机号只显示首尾", f"{phone[:3]}****{phone[-4:]}", shown)
    scene.telling.step(f"手机号 {shown}")


async def _register(scene: Scene, applicant: DemoApplicant) -> None:
    given = _firm()
    wrong = given["uscc"][:-1] + next(one for one in ALPHABET if one != given["uscc"][-1])
    problem = (await applicant.caller.post("/enterprises", given | {"uscc": wrong})).refused(
        422, "invalid"
    )
    expect(
        "校验位不对",
        [("uscc", "checksum")],
        [(reason["field"], reason["code"]) for reason in problem["errors"]],
    )
    scene.telling.step(f"{wrong} 被拒绝：{problem['errors'][0]['message']}")
    applicant.firm = (await applicant.caller.post("/enterprises", given)).ok(201)
    expect("刚登记的企业", "claimed", applicant.firm["state"])
    mine = (await applicant.caller.get("/enterprises")).ok()["items"]
    expect_true("我的企业里有它", applicant.firm["id"] in {firm["id"] for firm in mine})
    scene.telling.step(f"登记 {given['name']}（{given['uscc']}），待核验")


async def _be_verified(scene: Scene, applicant: DemoApplicant) -> None:
    authority = await scene.as_staff("authority")
    path = f"/enterprises/{applicant.firm['id']}/verify"
    applicant.firm = (await authority.post(path, {"comment": "营业执照与法定代表人一致"})).ok()
    expect("核验之后", "verified", applicant.firm["state"])
    scene.telling.step("主管部门核对执照与法定代表人，企业已核验")


def _firm() -> dict[str, Any]:
    body = "91310115MA" + "".join(secrets.choice(ALPHABET) for _ in range(7))
    return {
        "name": f"示例企业{secrets.token_hex(3)}（虚构）有限公司",
        "uscc": body + check_character(body),
        "district": "浦东新区",
        "sector": "制造业",
        "employees": 42,
        "annual_revenue_fen": 1_800_000_000,
        "registered_on": "2016-05-09",
        "registered_city": "上海市",
        "in_service_zone": True,
    }
