"""What a finger does on the pages, as one step of a story each."""

from typing import Any

from models.rules.uscc import check_character
from tests.clients.h5.phone_page import PhonePage
from tests.world.client import Person
from tests.world.papers import pdf


async def type_into(phone: PhonePage, field: str, text: str) -> None:
    """Into the field with that id."""
    await phone.page.locator(f"#{field} input").locator("visible=true").fill(text)


async def type_lines(phone: PhonePage, field: str, text: str) -> None:
    await phone.page.locator(f"#{field} textarea").locator("visible=true").fill(text)


async def turn_wheel(phone: PhonePage, field: str) -> None:
    """The wheel that opens at that field, left where it stands (a day: today)."""
    await phone.page.locator(f"#{field}").locator("visible=true").tap()
    confirm = phone.page.locator(".uni-picker-action-confirm").locator("visible=true")
    await confirm.tap()
    # It fades, and what is half gone has no contrast.
    await confirm.wait_for(state="hidden")


async def choose(phone: PhonePage, question: str, answer: str) -> None:
    """One of few, by the question's words."""
    group = phone.page.get_by_role("radiogroup", name=question)
    await group.get_by_role("radio", name=answer, exact=True).tap()


async def press(phone: PhonePage, button: str) -> None:
    """The button with that name, whatever else says the same words."""
    found = phone.page.get_by_role("button", name=button, exact=True).locator("visible=true")
    await found.first.tap()


async def answer_yes(phone: PhonePage) -> None:
    """To every question that has a yes."""
    for yes in await phone.page.get_by_role("radio", name="是", exact=True).all():
        await yes.tap()


async def add_paper(phone: PhonePage, label: str, kind: str, *, way: str = "添加材料") -> None:
    """A file of the phone's, through the sheet of ways to add a paper."""
    await phone.page.get_by_label(f"{way}：{label}", exact=True).tap()
    async with phone.page.expect_file_chooser() as choosing:
        await phone.tap("选手机里的文件")
    file = {"name": f"{label[:20]}.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}
    await (await choosing.value).set_files([file])
    await phone.page.get_by_role("dialog").wait_for(state="hidden")


def made_up_code(serial: str) -> str:
    """A firm's code with a right check character; `serial` are seven of its signs."""
    body = f"91310115MA{serial}"
    return body + check_character(body)


async def whose_phone(phone: PhonePage) -> Person:
    """Calls as whoever is logged in on it."""
    kept: dict[str, Any] = await phone.page.evaluate("JSON.parse(localStorage.session).data")
    return Person.of(phone.world.anyone, "of the phone", kept)
