"""Every page of pages.json, rendered by WeChat's own compiler and framework, nobody logged in."""

import re
from collections.abc import Callable

from tests.clients.wechat.output import Output

_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


async def test_every_page_opens_cold_with_chinese_on_it(phone: Callable, output: Output) -> None:
    """From a card or a code, as people come: no other page was open before."""
    someone = await phone("cold")
    await someone.launch(output.pages[0])
    blank = []
    for page in output.pages:
        await someone.do("go", way="reLaunch", url=f"/{page}")
        lines = await someone.wait(route=page)
        if not any(_CHINESE.search(line) for line in lines):
            blank.append(page)

    assert blank == []
    assert await someone.problems() == []
