"""Every page opens cold on a phone: something is there, nothing is asked of others, axe is content."""

import json
import re

import pytest

from tests.clients.h5.phone_page import PhonePage
from tests.clients.wechat.output import MINIPROGRAM

_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def _pages() -> list[str]:
    told = json.loads(_COMMENT.sub("", (MINIPROGRAM / "src" / "pages.json").read_text("utf-8")))
    subs = [
        f"{package['root']}/{page['path']}"
        for package in told.get("subPackages", [])
        for page in package["pages"]
    ]
    return [page["path"] for page in told["pages"]] + subs


@pytest.mark.parametrize("page", _pages())
async def test_a_page_that_nobody_prepared(phone: PhonePage, page: str) -> None:
    """As nobody, without what its address would name: it says what to do, and blames nobody."""
    await phone.open(page)
    assert (await phone.page.locator("uni-page-body:visible").inner_text()).strip()
    assert await phone.axe() == []
