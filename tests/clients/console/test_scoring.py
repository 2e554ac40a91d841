"""Experts score unseen by each other, one steps aside, and the authority draws a line through a tie."""

from playwright.async_api import Browser, expect

from tests.clients.console.desk_page import DeskPage, desk_page
from tests.features.programme_files.city import City, published
from tests.features.scoring.contest import contest
from tests.world.application import World
from tests.world.review_steps import review_of


async def test_a_conflict_keeps_the_file_shut_and_points_are_given(
    desk: DeskPage, world: World
) -> None:
    made = await contest(world, entries=2, experts=1)
    (expert,) = made.experts
    page = desk.page
    await desk.hold(expert.name)
    first, second = [await review_of(expert, entry, "score") for entry in made.entries]
    await desk.open(f"reviews/{first['id']}")
    await page.get_by_role("heading", name="请先声明有无利益冲突").wait_for()
    # Nothing of the file, not even whose it is.
    shown = await page.locator("main").inner_text()
    assert first["number"] not in shown
    assert first["enterprise"]["name"] not in shown
    assert await desk.axe() == []
    await page.get_by_role("button", name="有利益冲突，回避这一件").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="有利益冲突，回避这一件").click()
    await page.get_by_text("您已声明有利益冲突").wait_for()

    await desk.open(f"reviews/{second['id']}")
    await page.get_by_role("button", name="没有利益冲突，开始评审").click()
    await page.get_by_label("效益明显").fill("50")
    await page.get_by_label("具有可复制性").fill("41")
    await page.get_by_role("button", name="提交评分").click()
    refused = page.get_by_role("region", name="评分", exact=True).get_by_role("alert")
    await expect(refused).to_contain_text("须为 0 至 40 分")
    await page.get_by_label("具有可复制性").fill("30")
    await page.get_by_text("80 / 100").wait_for()
    await page.get_by_role("button", name="提交评分").click()
    await page.get_by_role("button", name="修改评分").wait_for()
    await page.get_by_text("本列表已评 1 / 1").wait_for()
    assert await desk.axe() == []


async def test_another_authoritys_rounds_do_not_shut_the_list(desk: DeskPage, world: World) -> None:
    await contest(world, entries=1, experts=1)
    city = City()
    await published(world, city)
    (row,) = await world.fetch("SELECT authority_id FROM programmes WHERE code = $1", city.code)
    own = await world.new_staff("authority", organisation_id=row["authority_id"])
    await desk.hold(own.name)
    await desk.open("scoring")
    await desk.page.get_by_text("您管理的政策里没有需要评分的申报事项").wait_for()


async def test_a_line_through_a_tie(console: None, chromium: Browser, world: World) -> None:
    made = await contest(world, entries=4)
    await made.all_score((90, 80), (70, 70), (60, 80), (20, 30))
    async with desk_page(chromium, world) as desk:
        page = desk.page
        await desk.hold(made.authority.name)
        await desk.open(f"scoring/{made.edition}/copay")
        await page.get_by_text("共 4 件，评分人数已够的 4 件").wait_for()
        assert await desk.axe() == []
        await page.get_by_role("button", name="截止评分").click()
        await page.get_by_role("dialog").get_by_role("button", name="截止评分").click()
        # The window is open still: it wants a reason.
        await page.get_by_label("提前截止的理由").fill("提前评审")
        await page.get_by_role("button", name="截止评分").click()
        await page.get_by_role("dialog").get_by_role("button", name="截止评分").click()
        await page.get_by_label("入选前多少名").fill("2")
        await expect(page.get_by_role("table")).to_contain_text("并列，须选定")
        tied = page.get_by_role("group", name="线落在并列名次上").get_by_role("checkbox")
        await expect(tied).to_have_count(2)
        await tied.first.check()
        await page.get_by_text("入选 2 件，不入选 2 件").wait_for()
        await page.get_by_label("划线理由").fill("年度名额 2 个")
        assert await desk.axe() == []
        await page.get_by_role("button", name="划定入选线").click()
        await page.get_by_role("dialog").get_by_role("button", name="划定入选线").click()
        await page.get_by_text("已划线", exact=True).wait_for()
        passed = [one["passed"] for one in (await made.shown())["ranking"]]
        assert sorted(passed) == [False, False, True, True]
        desk.check()
