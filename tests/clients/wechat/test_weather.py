"""Lost answers, no network, a killed app: nothing is done twice, and nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.clients.wechat.phone import Phone
from tests.world.application import World
from tests.world.client import Person
from tests.world.made_papers import written_pdf

TYPED = "HT-断网-7"


async def open_draft(
    phone: Callable[[str], Any], world: World, name: str
) -> tuple[Phone, Person, dict[str, Any]]:
    """Somebody's draft, opened from nothing, with the login that the page asks for."""
    person = await world.wechat(name)
    application = await person.fill_in(await person.draft(world.edition))
    someone: Phone = await phone(name)
    await someone.launch("pages/apply/form", id=application["id"])
    await someone.tap("微信一键登录")
    await someone.wait("第 4 步")
    return someone, person, application


async def back_to_the_contract(someone: Phone) -> None:
    for step in (3, 2):
        await someone.tap("上一步")
        await someone.wait(f"第 {step} 步")


async def now(person: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await person.get(f"/applications/{application['id']}")).ok())


async def test_what_was_typed_without_a_network_outlives_the_app(
    phone: Callable[[str], Any], world: World
) -> None:
    someone, person, application = await open_draft(phone, world, "in-the-lift")
    await back_to_the_contract(someone)

    await someone.do("network", type="none")
    await someone.type("合同编号", TYPED)
    await someone.wait("先存在手机里")
    await someone.restart()
    await someone.launch("pages/apply/form", id=application["id"])
    await someone.wait("找回了")
    await back_to_the_contract(someone)
    await someone.wait(TYPED)
    await someone.tap("下一步")
    await someone.wait(gone="找回了")

    assert (await now(person, application))["contract_no"] == TYPED


async def test_a_paper_whose_answer_was_lost_is_there_once(
    phone: Callable[[str], Any], world: World, tmp_path: Path
) -> None:
    """The server had it; WeChat said `interrupted`. Trying again finds it there."""
    someone, person, application = await open_draft(phone, world, "cut-off")
    paper = tmp_path / "协议.pdf"
    paper.write_bytes(written_pdf(["服务协议"]))
    await someone.offer(paper)
    await someone.set(cuts=[{"path": "/evidence", "when": "after"}], declared=["chooseMessageFile"])

    await someone.tap("添加材料", 2)
    await someone.wait("怎么添加")
    await someone.tap("选微信聊天里的文件")
    await someone.tap("同意并继续")
    await someone.tap("再传一次")
    await someone.wait("已通过检查")

    held = (await now(person, application))["evidence"]
    assert [one["name"] for one in held] == ["协议.pdf"]


async def test_handing_in_whose_answer_was_lost(phone: Callable[[str], Any], world: World) -> None:
    """Once at the server, whatever became of the answer and however often one taps."""
    someone, person, application = await open_draft(phone, world, "at-the-door")
    await person.hand_over_papers(application)
    await someone.restart()
    await someone.launch("pages/apply/form", id=application["id"])
    await someone.wait("第 5 步")
    await someone.set(popup="reject", cuts=[{"path": "/submit", "when": "after"}])

    await someone.tap("提交申请")
    await someone.wait("没有提交成功")
    await someone.tap("提交申请")
    await someone.wait("已提交")

    timeline = (await now(person, application))["timeline"]
    assert [entry["event"] for entry in timeline].count("submitted") == 1
