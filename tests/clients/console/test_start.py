"""The console opened cold: nobody signs in and comes to what was asked for; upgrades."""

from playwright.async_api import Route, expect

from tests.clients.console.desk_page import DeskPage
from tests.world.application import STAFF_PASSWORD


async def test_who_signs_in_comes_to_what_was_asked_for(desk: DeskPage) -> None:
    person = await desk.world.staff("inspector")
    await desk.open("nowhere?of=this")
    assert await desk.axe() == []
    await desk.page.get_by_label("用户名").fill(person.name)
    await desk.page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_url("**/console/nowhere?of=this")
    await desk.settled()
    assert await desk.axe() == []


async def test_a_page_left_open_over_an_upgrade_offers_the_new_one(desk: DeskPage) -> None:
    """The part that it would fetch is gone from the server, whose answer is no script."""
    desk.expected.append("Couldn't resolve component")
    gone: list[str] = []

    async def not_there(route: Route) -> None:
        gone.append(route.request.url)
        await route.continue_(url=route.request.url.replace("StartPage-", "StartPage-of-before-"))

    await desk.sign_in("inspector")
    await desk.open("nowhere")
    await desk.page.route("**/assets/StartPage-*.js", not_there, times=1)
    await desk.page.get_by_role("navigation").get_by_role("link", name="首页").click()
    again = desk.page.get_by_role("alert").get_by_role("button")
    await again.wait_for()
    assert len(gone) == 1
    assert await desk.axe() == []
    await again.click()
    await expect(again).to_have_count(0)
    await desk.page.get_by_role("navigation").get_by_role("link", name="首页").click()
    await expect(desk.page).to_have_url(f"{desk.world.url}/console/")
    await desk.settled()
