"""From home through the market to a plan: searched, compared, kept, passed on, with no network too."""

import re
from urllib.parse import quote
from uuid import UUID

from models.rules.scenes import CodeScene, SceneKind
from tests.clients.h5.phone_page import PhonePage
from tests.world.application import World
from tests.world.client import Client


async def _platform(anyone: Client, edition: str) -> dict[str, str]:
    page = (await anyone.get(f"/programmes/{edition}/platforms", params={"q": "云织"})).ok()
    platform: dict[str, str] = page["items"][0]
    return platform


async def test_home_shows_what_is_left_and_leads_to_the_questions(phone: PhonePage) -> None:
    await phone.open("pages/home/home")
    await phone.see("我的企业能拿哪些补贴")
    await phone.see("正在申报的政策")
    await phone.see("还剩")
    assert await phone.axe() == []


async def test_a_search_is_narrowed_and_two_plans_are_compared(
    phone: PhonePage, world: World
) -> None:
    await phone.open(f"pages/market/market?edition={world.edition}")
    await phone.see("共 30 个平台")
    await phone.page.locator("#market-search input").fill("采购")
    await phone.page.get_by_text("共 30 个平台").wait_for(state="hidden")
    await phone.tap("按方案看价格")
    await phone.see("个方案")
    assert await phone.axe() == []
    for _ in range(2):
        await phone.page.get_by_role("button", name=re.compile("^加入对比")).first.tap()
    await phone.tap("对比 2 个方案")
    await phone.see("您自付")
    await phone.see("平均每月自付")
    assert await phone.axe() == []
    assert "q=%E9%87%87%E8%B4%AD" not in phone.page.url


async def test_the_address_keeps_what_was_looked_for(phone: PhonePage, world: World) -> None:
    """Reloading, or sending the address, shows the same; what nobody knows is dropped."""
    await phone.open(
        f"pages/market/market?edition={world.edition}&q={quote('采购')}&sort=price&rating_from=9"
    )
    await phone.see("自付从低到高")
    assert await phone.page.locator("#market-search input").input_value() == "采购"
    await phone.tap("筛选", exact=True)
    await phone.tap("3,000 元以内")
    await phone.page.wait_for_url("**price_to_fen=300000**")
    assert "rating_from" not in phone.page.url
    assert await phone.axe() == []


async def test_a_platform_opens_cold_by_its_code(phone: PhonePage, world: World) -> None:
    platform = await _platform(world.anyone, world.edition)
    scene = str(CodeScene(SceneKind.PLATFORM, UUID(platform["id"])))
    await phone.open(f"pages/platform/detail?scene={quote(scene, safe='')}")
    await phone.see(platform["name"])
    await phone.see("政府补贴")
    assert await phone.axe() == []
    await phone.tap("二维码和网址")
    await phone.see("微信扫一扫")
    assert await phone.axe() == []


async def test_a_code_before_the_hash_leads_on_from_home(phone: PhonePage, world: World) -> None:
    platform = await _platform(world.anyone, world.edition)
    scene = str(CodeScene(SceneKind.PLATFORM, UUID(platform["id"])))
    await phone.page.goto(f"{world.url}/m/?scene={quote(scene, safe='')}")
    await phone.settled()
    await phone.see("方案和价格")


async def test_a_plan_is_kept_once_however_often_it_is_tapped(
    phone: PhonePage, world: World
) -> None:
    person = await phone.become("market-keeper")
    plan = await person.some_plan(world.edition)
    await phone.open(f"pages/plan/detail?id={plan['plan_id']}&edition={world.edition}")
    keep = phone.page.get_by_role("button", name="收藏")
    await keep.evaluate("button => { button.click(); button.click() }")
    await phone.see("已收藏")
    assert await phone.axe() == []
    kept = (await person.get("/favourites")).ok()["items"]
    assert [(one["kind"], one["id"]) for one in kept] == [("plan", plan["plan_id"])]
    await phone.open("pages/favourite/list")
    await phone.see(kept[0]["title"])
    assert await phone.axe() == []


async def test_without_a_network_it_says_so_and_tries_again(phone: PhonePage, world: World) -> None:
    phone.expected.append("ERR_FAILED")
    platform = await _platform(world.anyone, world.edition)
    await phone.context.route("**/api/v1/platforms/**", lambda route: route.abort())
    await phone.open(f"pages/platform/detail?id={platform['id']}")
    await phone.see("现在没有网络")
    assert await phone.axe() == []
    await phone.context.unroute("**/api/v1/platforms/**")
    await phone.tap("再试一次")
    await phone.see("方案和价格")


async def test_a_programme_down_to_its_papers(phone: PhonePage, world: World) -> None:
    await phone.open(f"pages/programme/detail?id={world.edition}")
    await phone.see("还剩多少钱")
    await phone.tap("哪些企业可以申请补贴")
    await phone.see("新签约用户")
    assert await phone.axe() == []
    await phone.open(f"pages/programme/track?id={world.edition}&track=copay")
    await phone.see("须为中小企业")
    await phone.see("通知 四(二)1")
    await phone.see("材料上要看得见")
    assert await phone.axe() == []
    await phone.open(f"pages/programme/source?id={world.edition}")
    await phone.see("有关单位")
