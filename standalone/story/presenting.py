"""The platform tells everybody its phone and shows its logo, once the authority has looked at it."""

from typing import Any

from standalone.story.expecting import expect, expect_true
from standalone.story.papers import logo
from standalone.story.scene import Scene

PHONE = "021-00000000 转 1"
_PROFILE = ("name", "summary", "district", "categories", "contact", "website", "address")


def profile_of(own: dict[str, Any]) -> dict[str, Any]:
    """What a PUT of the whole profile carries, so that nothing of it is lost."""
    return {name: own[name] for name in _PROFILE} | {"phone": PHONE}


async def present_itself(scene: Scene) -> None:
    """Its phone at once; a logo waits. Told again, the same picture is there already."""
    scene.telling.chapter("平台企业：公开电话，上传标志")
    platform, path = await scene.as_staff("platform"), f"/platforms/{scene.platform['id']}"
    own = (await platform.get("/platform")).ok()
    (await platform.put("/platform", profile_of(own))).ok()
    sent = await platform.upload("/platform/pictures", "logo", "标志.png", logo())
    picture = sent.ok(201 if sent.status == 201 else 200)
    if picture["state"] == "waiting":
        (await scene.anyone.get(f"/pictures/{picture['id']}")).refused(404, "not_found")
        await _let_through(scene, picture["id"])
    shown = (await scene.anyone.get(path, edition=scene.code)).ok()
    expect("公开的电话", PHONE, shown["phone"])
    expect_true("标志已显示", str(shown["logo"]).endswith(picture["id"]), shown["logo"])
    (await scene.anyone.get(f"/pictures/{picture['id']}")).ok()
    scene.telling.step(f"电话 {PHONE} 即时公开；标志经主管部门审核后才显示")


async def _let_through(scene: Scene, picture_id: str) -> None:
    authority = await scene.as_staff("authority")
    waiting = (await authority.get("/held-contents", kind="picture", limit=100)).ok()["items"]
    (held,) = [one for one in waiting if one["subject_id"] == picture_id]
    (await authority.post(f"/held-contents/{held['id']}/pass")).ok()
