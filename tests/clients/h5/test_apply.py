"""Applying on a phone: five steps to a number; nothing typed is lost, nothing is done twice."""

import asyncio
import io
import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Request, Route, expect

from tests.clients.h5.phone_page import PhonePage
from tests.clients.h5.steps import turn_wheel
from tests.world.client import Person
from tests.world.papers import JPEG, pdf

# Not 「不要这些，用已保存的」, which stands there before anything is saved.
SAVED = re.compile(r"已保存 \d\d:")
_DATES = ("signed_at", "paid_at")
_KEPT = """(name) => Object.keys(localStorage)
    .some((key) => key.includes(name) && localStorage.getItem(key).includes('HT-77'))"""


async def _type(phone: PhonePage, field: str, text: str) -> None:
    await phone.page.locator(f"#fact-{field} input").fill(text)


async def _open(phone: PhonePage, application: dict[str, Any], step: int) -> None:
    await phone.open(f"pages/apply/form?id={application['id']}&step={step}")
    await phone.see(f"第 {step} 步")


async def _add(phone: PhonePage, label: str, way: str, file: Any) -> None:
    """A paper through the sheet of ways, as the phone's own chooser hands it over."""
    # The sheet of the paper before would take the tap.
    await phone.page.get_by_role("dialog").wait_for(state="hidden")
    await phone.page.get_by_label(f"添加材料：{label}", exact=True).tap()
    async with phone.page.expect_file_chooser() as choosing:
        await phone.tap(way)
    await (await choosing.value).set_files(file)


async def _state(person: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await person.get(f"/applications/{application['id']}")).ok())


async def test_from_a_plan_to_a_number(phone: PhonePage, tmp_path: Path) -> None:
    """Begun from a plan's page, filled in, papers by file and by camera, checked, handed in once."""
    person = await phone.become("apply-whole")
    firm, plan = await person.enterprise(), await person.some_plan(phone.world.edition)
    await phone.open(
        f"pages/apply/start?edition={phone.world.edition}&track=copay"
        f"&platform_id={plan['platform_id']}&plan_id={plan['plan_id']}"
    )
    await phone.see(firm["name"])
    assert await phone.axe() == []
    await phone.tap("开始填写")
    await phone.see("第 1 步")
    assert await phone.axe() == []
    await phone.tap("下一步")
    await _type(phone, "contract_no", "HT-2026-0315")
    for name in _DATES:
        await turn_wheel(phone, f"fact-{name}")
    fee = await phone.page.locator("#fact-fee_fen input").input_value()
    await _type(phone, "paid_fen", fee)
    assert await phone.axe() == []
    await phone.tap("下一步")
    for yes in await phone.page.get_by_role("radio", name="是", exact=True).all():
        await yes.tap()
    await phone.see("还缺 4 项")
    await phone.see(SAVED)
    assert await phone.axe() == []
    await phone.tap("下一步")
    (mine,) = (await person.get("/applications")).ok()["items"]
    application = await _state(person, mine)
    await _hand_over(phone, application)
    await phone.see("都齐了")
    assert await phone.axe() == []
    await phone.tap("下一步")
    await phone.see("HT-2026-0315")
    assert await phone.axe() == []
    sent: list[Request] = []
    phone.page.on("request", lambda one: sent.append(one) if one.url.endswith("/submit") else None)
    submit = phone.page.get_by_role("button", name="提交申请")
    await asyncio.gather(submit.dispatch_event("click"), submit.dispatch_event("click"))
    await phone.see("已提交")
    await phone.see(application["number"])
    assert await phone.axe() == []
    assert len(sent) == 1
    assert (await _state(person, mine))["status"] == "in_review"
    # The first letter of a server has to be laid out by a process that is not there yet.
    async with phone.page.expect_download(timeout=60_000) as loading:
        await phone.page.get_by_role("button", name="下载回执").tap()
    assert (await (await loading.value).path()).read_bytes().startswith(b"%PDF")


async def _hand_over(phone: PhonePage, application: dict[str, Any]) -> None:
    first, *others = application["missing"]
    await phone.page.get_by_label(f"添加材料：{first['label']}", exact=True).tap()
    sheet = phone.page.get_by_role("dialog")
    await sheet.get_by_role("button", name="拍照", exact=True).tap()
    await sheet.get_by_text("四个角").wait_for()
    for taken in (1, 2):
        async with phone.page.expect_file_chooser() as choosing:
            await sheet.get_by_role("button", name="拍照" if taken == 1 else "再拍一页").tap()
        photo = {"name": f"{taken}.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
        await (await choosing.value).set_files([photo])
        await phone.see(f"已拍 {taken} 页")
    await phone.page.get_by_label("转一下 2").tap()
    assert await phone.axe() == []
    await phone.tap("2 页合成一份")
    await phone.see("2 页 ·")
    for other in others:
        file = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": pdf(other["kind"])}
        await _add(phone, other["label"], "选手机里的文件", file)


async def test_what_was_typed_outlives_the_app(phone: PhonePage) -> None:
    """The save never arrives and the app is killed: the phone has it, gives it back, and saves it."""
    phone.expected.append(r"net::ERR_FAILED")
    person = await phone.become("apply-killed")
    application = await person.draft(phone.world.edition)

    async def cut(route: Route) -> None:
        await route.abort()

    await phone.page.route("**/particulars", cut)
    await _open(phone, application, 2)
    await _type(phone, "contract_no", "HT-77")
    await phone.page.wait_for_function(_KEPT, arg=f"application:{application['id']}")
    await _open(phone, application, 2)
    await phone.see("找回了")
    assert await phone.axe() == []
    assert await phone.page.locator("#fact-contract_no input").input_value() == "HT-77"
    await phone.page.unroute("**/particulars", cut)
    await phone.tap("下一步")
    await phone.see(SAVED)
    assert (await _state(person, application))["contract_no"] == "HT-77"


async def test_two_phones_at_one_draft(phone: PhonePage) -> None:
    """What only the other one changed comes in by itself; what both changed, the person chooses."""
    person = await phone.become("apply-two")
    application = await person.draft(phone.world.edition)
    await _open(phone, application, 2)
    changed = await person.put(
        f"/applications/{application['id']}/particulars",
        {"contract_no": "THEIRS", "voucher_no": "9988", "fee_fen": application["fee_fen"]},
        headers={"If-Match": f'"{application["version"]}"'},
    )
    changed.ok()
    await _type(phone, "contract_no", "MINE")
    await phone.see("这几项别处也改过")
    await expect(phone.page.locator("#fact-voucher_no input")).to_have_value("9988")
    assert await phone.axe() == []
    await phone.tap("用我填的")
    await phone.see(SAVED)
    after = await _state(person, application)
    assert (after["contract_no"], after["voucher_no"]) == ("MINE", "9988")


async def test_a_lost_answer_sends_no_paper_twice(phone: PhonePage) -> None:
    """It arrived, its answer did not: the retry asks first, and the bytes go once."""
    phone.expected.append(r"net::ERR_FAILED")
    person = await phone.become("apply-lost")
    application = await person.draft(phone.world.edition)
    label, kind = application["missing"][0]["label"], application["missing"][0]["kind"]
    bodies: list[str] = []

    async def lose(route: Route) -> None:
        if route.request.method == "POST":
            bodies.append(route.request.url)
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await phone.page.route("**/evidence*", lose)
    await _open(phone, application, 4)
    file = {"name": "承诺书.pdf", "mimeType": "application/pdf", "buffer": pdf("letter")}
    await _add(phone, label, "选手机里的文件", file)
    await phone.see("没有传上去")
    assert await phone.axe() == []
    await phone.tap("再传一次")
    await phone.see("已通过检查")
    assert len(bodies) == 1
    held = (await _state(person, application))["evidence"]
    assert [paper["kind"] for paper in held] == [kind]


async def test_what_is_refused_stands_beside_its_field(phone: PhonePage) -> None:
    """In the API's own words, what was typed still there; the rest is saved meanwhile."""
    person = await phone.become("apply-refused")
    application = await person.draft(phone.world.edition)
    await _open(phone, application, 2)
    await _type(phone, "paid_fen", "98.123")
    await phone.see("请填金额")
    await _type(phone, "contract_no", "HT-5")
    await _type(phone, "paid_fen", "999999")
    row = phone.page.locator("#fact-paid_fen-row [role=alert]")
    await row.get_by_text("不能超过").wait_for()
    await phone.see("标红的还没保存")
    assert await phone.page.locator("#fact-paid_fen input").input_value() == "999999"
    after = await _state(person, application)
    assert (after["contract_no"], after["paid_fen"]) == ("HT-5", None)
    assert await phone.axe() == []
    await phone.tap("还缺")
    await phone.see("“签约时间”还没有填写")
    assert await phone.axe() == []


async def test_a_paper_outlives_the_app_and_is_made_smaller(
    phone: PhonePage, tmp_path: Path
) -> None:
    """A large photo that could not be sent goes, legible and smaller, when the app is opened again."""
    phone.expected.append(r"net::ERR_INTERNET_DISCONNECTED")
    person = await phone.become("apply-photo")
    application = await person.draft(phone.world.edition)
    label, large = application["missing"][1]["label"], _large_photo()

    file = tmp_path / "执照.jpg"
    file.write_bytes(large)
    await _open(phone, application, 4)
    await phone.context.set_offline(True)
    await _add(phone, label, "从相册选", file)
    await phone.see("没有传上去")
    await phone.page.goto("about:blank")
    await phone.context.set_offline(False)
    await _open(phone, application, 4)
    await phone.see("已通过检查")
    (paper,) = (await _state(person, application))["evidence"]
    assert paper["name"] == "执照.jpg"
    assert paper["size"] < len(large) * 3 // 4
    content = await person.get(f"/applications/{application['id']}/evidence/{paper['id']}/content")
    assert max(Image.open(io.BytesIO(content.raw)).size) == 2400


def _large_photo() -> bytes:
    """Over 2 MB, as a phone's camera makes them: 12 megapixels would take the test longer."""
    file = io.BytesIO()
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(file, "JPEG", quality=92)
    assert len(file.getvalue()) > 2 * 1024 * 1024
    return file.getvalue()


async def test_who_does_not_meet_a_condition_is_told_which(phone: PhonePage) -> None:
    """No error: the clause, that it can be corrected, and where else to look."""
    person = await phone.become("apply-unmet")
    application = await person.draft(phone.world.edition)
    facts = {"is_sme": False, "newly_signed": True, "registered_for_use": True}
    await person.fill_in(application, facts=facts)
    await _open(phone, application, 5)
    await phone.see("不符合这个事项的条件")
    await phone.see("依据：")
    assert await phone.axe() == []
    await phone.tap("看我还能申请什么")
    await phone.page.wait_for_url("**/pages/match/questions")


async def test_what_the_estimate_asked_is_not_asked_again(phone: PhonePage) -> None:
    """It stands in the new draft's fields, for the person to check, and is saved when they go on."""
    person = await phone.become("apply-known")
    application = await person.draft(phone.world.edition)
    name = f"kept:{person.id}:estimate:{phone.world.edition}:copay"
    kept = {"value": {"answers": {"is_sme": "true", "fee_fen": "1"}}, "at": 0}
    await phone.open("pages/apply/done")
    await phone.page.evaluate(
        "([name, data]) => localStorage.setItem(name, JSON.stringify({type: 'object', data}))",
        [name, kept],
    )
    await _open(phone, application, 3)
    await phone.see("估算时填过")
    yes = phone.page.locator("#fact-is_sme-row").get_by_role("radio", name="是", exact=True)
    await expect(yes).to_have_attribute("aria-checked", "true")
    await phone.tap("下一步")
    await phone.see(SAVED)
    after = await _state(person, application)
    assert (after["facts"], after["fee_fen"]) == ({"is_sme": True}, application["fee_fen"])
