"""我的 and 消息 on a phone: told, asked over the page, objecting, taking data along, closing."""

import json
from typing import Any

from playwright.async_api import Route, expect

from tests.clients.h5.phone_page import PhonePage
from tests.features.notices.ground import edition_with_notice, published, waiting
from tests.world.client import Person

REASON = "合同是去年签的，不是本年度的"
# A paper that waits to be sent, where the app holds its files over a restart.
_STORE = """new Promise((done) => {
  const opening = indexedDB.open('shuangtui', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('papers')
  opening.onsuccess = () => {
    const asked = opening.result.transaction('papers', 'readwrite').objectStore('papers').%s
    asked.onsuccess = () => { opening.result.close(); done(asked.result) }
  }
})"""
_HOLD_A_PAPER = _STORE % "put(new Blob(['licence']), 'licence.jpg')"
_HELD_PAPERS = _STORE % "count()"


async def on_notice(phone: PhonePage) -> tuple[Person, dict[str, Any]]:
    edition = await edition_with_notice(phone.world)
    owner, _ = await waiting(phone.world, edition)
    return owner, await published(phone.world, edition)


async def typed(phone: PhonePage, field: str, words: str) -> None:
    await phone.page.locator(f"#{field} input, #{field} textarea").fill(words)


def refusal(status: int, code: str, **headers: str) -> dict[str, Any]:
    problem = {"code": code, "title": "暂时不能用", "detail": f"原因：{code}", "errors": []}
    kind = "application/problem+json"
    return {
        "status": status,
        "headers": {"content-type": kind, "cache-control": "no-store"} | headers,
        "body": json.dumps(problem),
    }


async def test_told_and_led_there(phone: PhonePage) -> None:
    owner, _ = await on_notice(phone)
    await phone.hold(owner)
    await phone.open("pages/notification/list")
    badge = phone.page.locator(".uni-tabbar__badge")
    await expect(badge).to_have_text("1")
    assert await phone.axe() == []
    # By keyboard, as a reader of the screen does.
    row = phone.page.get_by_role("link").filter(has_text="您的申请正在公示")
    await row.focus()
    await row.press("Enter")
    await phone.settled()
    await expect(phone.page.locator(".page-frame:visible")).to_be_focused()
    assert "pages/application/detail?id=" in phone.page.url
    assert (await owner.get("/notifications/unread")).ok() == {"count": 0}
    await phone.open("pages/notification/list")
    await expect(badge).to_have_count(0)
    await phone.tap("未读", exact=True)
    await phone.see("没有未读的消息")


async def test_an_objection_through_a_bad_network(phone: PhonePage) -> None:
    _, notice = await on_notice(phone)
    person = await phone.become("me-objector")
    await phone.open(f"pages/notice/detail?id={notice['id']}")
    assert await phone.axe() == []
    await phone.tap("对这一项提异议")
    await phone.see("您的异议针对")
    await typed(phone, "reason", REASON)
    phone.expected.append("ERR_INTERNET_DISCONNECTED")
    await phone.context.set_offline(True)
    await phone.see("没有网络：")
    await phone.tap("提交异议")
    await phone.see("现在没有网络")
    await phone.context.set_offline(False)
    # Twice, as people do; the number that is missing is asked for over the page.
    button = phone.page.get_by_role("button", name="提交异议")
    await button.dblclick()
    await phone.see("请先绑定手机号")
    assert await phone.axe() == []
    await typed(phone, "demo-phone", "13812345678")
    await phone.tap("绑定这个号码")
    await phone.see("异议已收到")
    await phone.see(REASON)
    items = (await person.get("/objections")).ok()["items"]
    assert [(one["reason"], one["entry"]["number"]) for one in items] == [(REASON, 1)]
    assert await phone.axe() == []


async def test_what_is_typed_outlives_the_app(phone: PhonePage) -> None:
    _, notice = await on_notice(phone)
    await phone.become("me-halfway")
    page = f"pages/notice/objection?notice={notice['id']}"
    await phone.open(page)
    await typed(phone, "reason", REASON)
    saved = "Object.keys(localStorage).filter(key => key.startsWith('kept:')).length"
    while not await phone.page.evaluate(saved):
        await phone.page.wait_for_timeout(50)
    await phone.open(page)
    await phone.see("您写了没有提交的内容")
    await expect(phone.page.locator("#reason textarea")).to_have_value(REASON)
    await phone.page.evaluate(_HOLD_A_PAPER)
    await phone.open("pages/me/me")
    await phone.tap("退出登录")
    await phone.see("手机里还有 1 份没有保存到系统的内容")
    assert await phone.axe() == []
    await phone.page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    await phone.see("未登录")
    kept = await phone.page.evaluate("Object.keys(localStorage)")
    assert [key for key in kept if key.startswith(("kept:", "session"))] == []
    while await phone.page.evaluate(_HELD_PAPERS):
        await phone.page.wait_for_timeout(50)


async def test_consent_asked_over_the_page(phone: PhonePage) -> None:
    person = await phone.world.newcomer("me-new")
    await phone.hold(person)
    await phone.open("pages/account/phone")
    await typed(phone, "demo-phone", "13812341234")
    await phone.tap("绑定这个号码")
    await phone.see("请先看隐私说明")
    assert await phone.axe() == []
    await phone.tap("看过了，同意并继续")
    await phone.see("已保存 138****1234")
    assert (await person.get("/session")).ok()["user"]["consent_due"] is False


async def test_declined_consent_is_a_refusal(phone: PhonePage) -> None:
    await phone.hold(await phone.world.newcomer("me-declining"))
    await phone.open("pages/account/phone")
    await typed(phone, "demo-phone", "13812341234")
    await phone.tap("绑定这个号码")
    await phone.tap("暂不同意")
    await expect(phone.page.get_by_role("dialog")).to_have_count(0)
    await expect(phone.page.locator("#demo-phone input")).to_have_value("13812341234")
    await expect(phone.page.get_by_role("alert").first).to_be_visible()


async def test_data_taken_along_and_the_account_closed(phone: PhonePage) -> None:
    owner = await phone.become("me-leaving")
    await phone.open("pages/account/data")
    async with phone.page.expect_download() as download:
        await phone.page.get_by_role("button", name="导出我的数据").click()
    assert (await download.value).suggested_filename.endswith(".zip")
    await phone.open("pages/account/close")
    assert await phone.axe() == []
    await phone.tap("注销我的账号")
    last = phone.page.get_by_role("dialog").get_by_role("button", name="注销我的账号")
    # Neither a finger nor a script closes it before the tick.
    await last.dispatch_event("click")
    assert (await owner.get("/session")).status == 200
    await phone.tap("我知道注销后不能恢复")
    await last.press("Enter")
    await phone.see("账号已注销")
    await phone.see("操作记录")
    (await owner.get("/session")).refused(401, "unauthenticated")
    assert await phone.page.evaluate("localStorage.getItem('session')") is None


async def test_waits_are_counted_down_and_end_by_themselves(phone: PhonePage) -> None:
    answers = [refusal(503, "unavailable", **{"retry-after": "2"})]
    phone.expected.append("status of 503")

    async def answer(route: Route) -> None:
        await (route.fulfill(**answers.pop()) if answers else route.continue_())

    await phone.page.route("**/api/v1/texts/privacy*", answer)
    await phone.open("pages/account/privacy")
    await phone.see("秒后自动再试")
    assert await phone.axe() == []
    await phone.see("一、收集什么")


async def test_closed_for_maintenance_and_too_old(phone: PhonePage) -> None:
    phone.expected.append("status of (503|426)")
    told = [refusal(426, "client_too_old"), refusal(503, "maintenance", **{"retry-after": "300"})]

    async def refuse(route: Route) -> None:
        await route.fulfill(**told[-1])

    await phone.page.route("**/api/v1/**", refuse)
    await phone.open("pages/account/privacy")
    await phone.see("系统维护中")
    assert await phone.axe() == []
    told.pop()
    await phone.open("pages/help/help")
    await phone.see("需要更新")
    assert await phone.axe() == []


async def test_large_type_and_english(phone: PhonePage) -> None:
    await phone.open("pages/me/me")
    await phone.tap("大字版")
    await expect(phone.page.locator(".page-frame:visible")).to_have_class("page-frame large")
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert await phone.page.evaluate(wide) <= 0
    assert await phone.axe() == []
    await phone.tap("English")
    await phone.see("Not logged in")
    await expect(phone.page.locator(".uni-tabbar__label").first).to_have_text("Home")
    assert await phone.page.evaluate("document.documentElement.lang") == "en"
    assert await phone.axe() == []


async def test_a_browser_that_is_no_demonstration_cannot_log_in(phone: PhonePage) -> None:
    async def real(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await answer.json() | {"demonstration": False})

    await phone.page.route("**/api/v1/client", real)
    await phone.open("pages/me/me")
    await phone.tap("登录", exact=True)
    await phone.see("办理请到微信里")
    await expect(phone.page.locator("#demo-name")).to_have_count(0)
    assert await phone.axe() == []
    await phone.page.keyboard.press("Escape")
    await expect(phone.page.get_by_role("dialog")).to_have_count(0)
