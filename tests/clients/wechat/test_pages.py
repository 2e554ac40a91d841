"""Every page of pages.json, rendered by WeChat's own compiler and framework, nobody logged in."""

from collections.abc import Callable

from tests.clients.wechat.output import Output


async def test_every_page_opens_cold_with_chinese_on_it(phone: Callable, output: Output) -> None:
    """From a card or a code, as people come: no other page was open before."""
    someone = await phone("cold")
    await someone.launch(output.pages[0])
    for page in output.pages:
        await someone.do("go", way="reLaunch", url=f"/{page}")
        await someone.wait(route=page, chinese=True)

    assert await someone.problems() == []
