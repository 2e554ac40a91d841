"""The console under https, as docs/operations.md has nginx before production servers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright._impl._api_structures import Cookie, SetCookieParam
from playwright.async_api import Browser, Route

from server.edge.web.session_cookie import SECURE_NAME
from tests.clients.console.desk_page import DeskPage, desk_page
from tests.edge.web.nginx import NGINX, nginx_before
from tests.world.application import STAFF_PASSWORD, World
from tests.world.bare import apart
from tests.world.servers import Embedded

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
_ELSEWHERE = "https://elsewhere.example/"


@pytest_asyncio.fixture(loop_scope="session")
async def production(embedded: Embedded) -> AsyncIterator[World]:
    async with apart(embedded, "https", environment="production") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def secure(
    console: None, chromium: Browser, production: World, tmp_path: Path
) -> AsyncIterator[DeskPage]:
    """Of nobody yet; nginx shows a certificate of its own making."""
    backend = urlsplit(production.url).port
    assert backend is not None
    async with nginx_before(backend, tmp_path) as (port, _):
        front = replace(production, url=f"https://127.0.0.1:{port}")
        async with desk_page(chromium, front, ignore_https_errors=True) as made:
            yield made
            made.check()


async def _posted_from_elsewhere(desk: DeskPage, path: str) -> tuple[int, str]:
    """Status and code of what a form is answered that a page of another site sends."""

    async def page(route: Route) -> None:
        form = f'<form method="post" action="{desk.world.url}{path}"><button>Go</button></form>'
        await route.fulfill(content_type="text/html", body=form)

    other = await desk.context.new_page()
    await other.route(_ELSEWHERE, page)
    await other.goto(_ELSEWHERE)
    async with other.expect_response(f"**{path}") as answer:
        await other.get_by_role("button", name="Go").click()
    got = await answer.value
    code: str = (await got.json())["code"]
    await other.close()
    return got.status, code


def _sent_everywhere(cookie: Cookie) -> SetCookieParam:
    return {
        "name": cookie.get("name", ""),
        "value": cookie.get("value", ""),
        "domain": cookie.get("domain", ""),
        "path": "/",
        "secure": True,
        "httpOnly": True,
        "sameSite": "None",
    }


async def test_the_session_is_bound_to_this_host_and_to_our_own_pages(
    production: World, secure: DeskPage
) -> None:
    person, page = await production.new_staff("inspector"), secure.page
    await secure.open("account")
    await page.get_by_label("用户名").fill(person.name)
    await page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/account")
    await secure.settled()
    (cookie,) = await secure.context.cookies()
    kept = {name: cookie.get(name) for name in ("name", "domain", "path", "expires", "sameSite")}
    assert kept == {
        "name": SECURE_NAME,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "sameSite": "Strict",
    }
    assert cookie.get("secure")
    assert cookie.get("httpOnly")
    assert await page.evaluate("document.cookie") == ""
    await page.get_by_label("免打扰", exact=False).check()
    await page.get_by_label("从", exact=True).select_option("21")
    await page.get_by_role("button", name="保存").click()
    await secure.see("已保存")
    secure.expected.append(f"off-origin: GET {_ELSEWHERE}")
    act = "/api/v1/notifications/read-all"
    assert await _posted_from_elsewhere(secure, act) == (401, "unauthenticated"), "it stays here"
    # As a browser has it that knows nothing of SameSite.
    await secure.context.add_cookies([_sent_everywhere(cookie)])
    assert await _posted_from_elsewhere(secure, act) == (403, "cross_site")
    await page.reload()
    await secure.settled()
    await page.get_by_role("button", name="退出登录").click()
    await page.wait_for_url("**/console/sign-in")
    assert await secure.context.cookies() == [], "it is taken away as it was given"
