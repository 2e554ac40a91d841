"""A page left open over an upgrade: the parts that it would fetch are gone from the server."""

from playwright.async_api import Route

from tests.clients.h5.phone_page import PhonePage

_PART = "**/assets/pages-me-me.*.js"


async def test_an_open_page_goes_on_after_an_upgrade(phone: PhonePage) -> None:
    phone.expected.append(r"dynamically imported module")
    gone: list[str] = []

    async def not_there(route: Route) -> None:
        gone.append(route.request.url)
        await route.fulfill(status=404, body="")

    await phone.open("pages/home/home")
    await phone.page.route(_PART, not_there, times=1)
    await phone.tap("我的", exact=True)
    await phone.see("未登录")
    assert len(gone) == 1
