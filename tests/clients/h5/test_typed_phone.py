"""A phone number typed by hand: kept, shown as not checked, dropped."""

from tests.clients.h5.phone_page import PhonePage


async def test_a_number_is_typed_kept_and_deleted(phone: PhonePage) -> None:
    phone.expected.append(r"422")
    person = await phone.become("typed-phone")
    await phone.open("pages/account/phone")
    await phone.tap("不用微信的号码，自己填")
    field = phone.page.locator("#typed-phone input")
    await field.fill("12345678")
    await phone.tap("用这个电话")
    await phone.see("联系电话不对")
    assert await phone.axe() == []
    await field.fill("02162345678")
    await phone.tap("用这个电话")
    await phone.see("没有核实，只用来联系您")
    me = (await person.get("/session")).ok()["user"]
    assert me["phone"] is None
    assert me["contact_phone"].endswith("678")
    assert await phone.axe() == []
    await phone.tap("删除这个电话")
    await phone.text("没有核实，只用来联系您").wait_for(state="detached")
    assert (await person.get("/session")).ok()["user"]["contact_phone"] is None
