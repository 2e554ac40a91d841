"""Every page of pages.json, rendered by WeChat's own framework: for nobody, and for somebody."""

from collections.abc import Callable
from typing import Any

from tests.clients.wechat.output import Output
from tests.clients.wechat.phone import Phone
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import endorse

# A notice wants a whole year behind it; the browser's stories open one.
WITHOUT_A_NOTICE = {"pages/notice/detail", "pages/notice/objection"}
NOT_SHOWN = ("没有找到这个内容", "填写的内容有误", "系统没有正常答复")


async def test_every_page_opens_cold(phone: Callable[[str], Any], output: Output) -> None:
    """From a card or a code, as people come: no other page was open before, nobody is logged in."""
    someone: Phone = await phone("cold")
    await someone.launch(output.pages[0])
    for page in output.pages:
        await someone.do("go", way="reLaunch", url=f"/{page}")
        await someone.wait(route=page, chinese=True)

    assert await someone.problems() == []


async def test_every_page_opens_on_what_somebody_has(
    phone: Callable[[str], Any], world: World, output: Output
) -> None:
    """Their firm, an application that was returned, a draft, messages; nothing else is in red."""
    person = await world.wechat("owner")
    queries = await possessions(world, person)
    someone: Phone = await phone("owner")
    await someone.launch("pages/me/me")
    await someone.tap("登录")
    await someone.tap("微信一键登录")
    await someone.wait(gone="微信一键登录")
    lost = []
    for page in output.pages:
        query = queries.get(page) or queries.get(page.rpartition("/")[0], "")
        await someone.do("go", way="reLaunch", url=f"/{page}?{query}")
        lines = await someone.wait(route=page, chinese=True, quiet=True)
        if any(words in line for words in NOT_SHOWN for line in lines):
            lost.append(page)

    assert set(lost) == WITHOUT_A_NOTICE
    assert await someone.problems() == []


async def possessions(world: World, person: Person) -> dict[str, str]:
    """Queries by page, or by folder for all pages of it."""
    edition = world.edition
    firm = await person.enterprise()
    returned = await person.submitted(edition, enterprise_id=firm["id"])
    items = [{"item": "fee_fen", "reason": "请核对合同金额"}]
    (await endorse(world, returned, verdict="return", items=items)).ok()
    draft = await person.draft(edition)
    platform, plan = returned["platform"]["id"], returned["plan"]["id"]
    plans = (await person.get(f"/platforms/{platform}", params={"edition": edition})).ok()["plans"]
    track = f"edition={edition}&track=copay"
    return {
        "pages/programme": f"id={edition}&track=copay",
        "pages/platform": f"id={platform}&edition={edition}",
        "pages/plan/detail": f"id={plan}",
        "pages/plan/compare": f"edition={edition}&plans={plans[0]['id']},{plans[1]['id']}",
        "pages/apply/start": track,
        "pages/apply/form": f"id={draft['id']}",
        "pages/apply/done": f"id={returned['id']}",
        "pages/estimate": f"{track}&plan={plan}",
        "pages/match": f"firm={firm['id']}",
        "pages/firm": f"id={firm['id']}",
        "pages/application": f"id={returned['id']}",
        "pages/message": f"id={returned['id']}",
        "pages/notice": f"edition={edition}",
        "pages/help": f"edition={edition}",
    }
