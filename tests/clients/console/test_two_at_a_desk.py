"""Two people on one review, and a line that breaks in the midst of an act: nothing is done twice."""

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.console.desk_page import DeskPage, desk_page
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import endorsed, review_of, shown


async def tick_all(page: Page) -> int:
    """Everything in order, by key; how many there are."""
    await page.get_by_role("heading", name="逐项核对").wait_for()
    count = int((await page.get_by_text("已核对 0 /").inner_text()).split("/")[1].split()[0])
    for _ in range(count):
        await page.keyboard.press("a")
    await page.get_by_text(f"已核对 {count} / {count}").wait_for()
    return count


async def test_the_second_is_told_and_keeps_what_was_typed(
    desk: DeskPage, chromium: Browser, world: World
) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    first = await desk.sign_in("auditor", edition_code=edition)
    review = await review_of(first, application, "audit")
    async with desk_page(chromium, world) as other:
        second = await world.new_staff("auditor", edition_code=edition)
        await other.hold(second.name)
        await other.open(f"reviews/{review['id']}")
        count = await tick_all(other.page)
        await desk.open(f"reviews/{review['id']}")
        await desk.page.get_by_role("button", name="领取", exact=True).click()
        await desk.page.get_by_text("已由您领取").wait_for()
        # The page of the second was open before: the pass is refused in words.
        await other.page.get_by_role("button", name="通过", exact=True).click()
        await other.page.get_by_role("dialog").get_by_role("button", name="通过").click()
        told = other.page.get_by_role("region", name="作出结论").get_by_role("alert")
        await expect(told).to_contain_text("另一位审核人员正在处理")
        await other.page.get_by_role("button", name="看最新情况").click()
        await other.page.get_by_text(f"{first.name} 正在处理这一件").wait_for()
        # Given back, it is the second's, and the ticks are still there.
        await desk.page.get_by_role("button", name="放回", exact=True).click()
        await desk.page.get_by_text("已放回").wait_for()
        await other.page.reload()
        await other.page.get_by_text(f"已核对 {count} / {count}").wait_for()
        other.check()


async def test_a_lost_answer_and_a_second_press_decide_once(desk: DeskPage, world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await desk.sign_in("auditor", edition_code=edition)
    review = await review_of(auditor, application, "audit")
    desk.expected.append("net::ERR_FAILED")
    keys: list[str] = []

    async def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await desk.page.route("**/reviews/*/decide", lose)
    await desk.open(f"reviews/{review['id']}")
    await tick_all(desk.page)
    await desk.page.keyboard.press("v")
    press = desk.page.get_by_role("dialog").get_by_role("button", name="通过")
    await press.click()
    await expect(desk.page.get_by_role("dialog")).to_contain_text("连不上网络")
    await press.click()
    await desk.page.get_by_role("heading", name="已通过").wait_for()
    assert len(set(keys)) == 1
    assert await passes(auditor, owner, application) == 1


async def passes(auditor: Person, owner: Person, application: dict[str, object]) -> int:
    timeline = (await shown(owner, application))["timeline"]
    return sum(entry["event"] == "audit.passed" for entry in timeline)
