"""Ways into the app on a phone: printed codes, share cards, the phone number; each from nothing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest

from models.rules.scenes import CodeScene, SceneKind, programme_key
from tests.clients.wechat.phone import Phone
from tests.world.application import World
from tests.world.client import Person

CODE, CARD = 1047, 1007
LINK = "用微信绑定手机号"


async def scanned(phone: Callable[[str], Any], scene: CodeScene) -> Phone:
    """WeChat hands the scene over as it stands in the address: encoded."""
    someone: Phone = await phone("scanner")
    await someone.launch(scene.page, way=CODE, scene=quote(str(scene), safe=""))
    return someone


async def test_a_printed_code_opens_its_platform(phone: Callable[[str], Any], world: World) -> None:
    platform = await world.platform_id()
    shown = (await world.anyone.get(f"/platforms/{platform}")).ok()

    someone = await scanned(phone, CodeScene(SceneKind.PLATFORM, platform))

    await someone.wait(shown["name"])


async def test_a_printed_code_opens_its_programme(
    phone: Callable[[str], Any], world: World
) -> None:
    shown = (await world.anyone.get(f"/programmes/{world.edition}")).ok()

    someone = await scanned(
        phone, CodeScene(SceneKind.PROGRAMME, programme_key(shown["programme"]))
    )

    await someone.wait(shown["tracks"][0]["title"])


async def test_a_share_card_opens_what_was_shared(
    phone: Callable[[str], Any], world: World
) -> None:
    """From the button on a plan to a colleague's phone that never had the app."""
    platform = await world.platform_id()
    plan = (await world.anyone.get(f"/platforms/{platform}")).ok()["plans"][0]
    sender: Phone = await phone("sender")
    await sender.launch("pages/plan/detail", id=plan["id"])
    await sender.wait(plan["title"])

    await sender.tap("转发给同事")
    (card,) = await sender.notes("share")
    path, _, query = card["path"].lstrip("/").partition("?")
    colleague: Phone = await phone("colleague")
    await colleague.launch(path, way=CARD, **dict(parse_qsl(query)))

    assert plan["title"] in card["title"]
    await colleague.wait(plan["title"])
    await colleague.wait("申请")


@pytest.mark.parametrize("answer", ["deny", "no quota"])
async def test_the_phone_number_by_wechats_button(
    phone: Callable[[str], Any], world: World, answer: str
) -> None:
    """Declined, or the account's quota is used up: said in words, and another try finds it."""
    name = f"called-{answer.split()[0]}"
    await world.wechat(name)
    someone: Phone = await phone(name)
    await someone.launch("pages/account/phone")
    await someone.tap("微信一键登录")
    await someone.set(phone=answer)
    await someone.tap(LINK)
    await someone.tap("同意并继续")
    await someone.wait("没有拿到手机号")

    own = (await world.sandbox.show("person", name=name))["phone"]
    masked = f"{own[:3]}****{own[-4:]}"

    await someone.set(phone=None)
    await someone.tap(LINK)
    await someone.wait(masked)

    person = await Person.through_wechat(world.anyone, name)
    assert person.user["phone"] == masked
