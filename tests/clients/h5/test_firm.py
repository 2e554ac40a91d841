"""A firm on a phone: what it may get before any login, its estimate, registering, who acts for it."""

import asyncio

from playwright.async_api import Route

from tests.clients.h5.phone_page import PhonePage
from tests.world.client import Person, uscc


async def _choose(phone: PhonePage, field: str, asked: str, choice: str) -> None:
    """Search in the sheet that the field opens, and take what is found."""
    await phone.page.locator(f"#{field}").tap()
    await phone.page.locator(f"#{field}-find input").fill(asked)
    await phone.page.get_by_role("button", name=choice, exact=True).tap()


async def _type(phone: PhonePage, field: str, text: str) -> None:
    await phone.page.locator(f"#{field} input").fill(text)


async def _press(phone: PhonePage, name: str) -> None:
    """A button, once nothing lies over it: a picker takes a while to go."""
    found = phone.page.get_by_role("button", name=name, exact=True)
    await found.locator("visible=true").first.tap()


async def _today(phone: PhonePage, field: str) -> None:
    await phone.page.locator(f"#{field}").tap()
    await phone.page.locator(".uni-picker-action-confirm").locator("visible=true").tap()


async def _fill_in(phone: PhonePage, code: str) -> None:
    """All of a firm's particulars; its place is proposed by its code."""
    await _type(phone, "uscc", code)
    await phone.see("已替您选好")
    await _type(phone, "name", "上海示例贸易有限公司")
    await _today(phone, "registered_on")
    await _choose(phone, "sector", "批发", "批发业")
    await _type(phone, "employees", "35")
    await _type(phone, "annual_revenue_fen", "5000000")
    await phone.see("合 500 万元")
    await phone.page.get_by_role("radio", name="不在", exact=True).tap()


async def _firms(person: Person) -> list[str]:
    return [one["uscc"] for one in (await person.get("/enterprises")).ok()["items"]]


async def test_from_three_questions_to_an_amount(phone: PhonePage) -> None:
    """Nobody logs in; the size of the firm is known in the estimate; each answer outlives the app."""
    await phone.open("pages/match/questions")
    await _choose(phone, "registered_city", "上海", "上海市")
    assert await phone.axe() == []
    await _press(phone, "下一步")
    await _choose(phone, "sector", "批发", "批发业")
    await _press(phone, "下一步")
    await _type(phone, "employees", "35")
    await _type(phone, "revenue", "5000000")
    await _press(phone, "看看能享受什么")
    await phone.see("还差几个问题")
    assert await phone.axe() == []
    here = f"edition={phone.world.edition}&track=copay"
    await phone.open(f"pages/estimate/questions?{here}&fee_fen=1000000")
    is_sme = phone.page.get_by_role("radiogroup", name="属于中小企业").get_by_role(
        "radio", name="是"
    )
    assert await is_sme.get_attribute("aria-checked") == "true"
    for _ in range(2):
        for yes in await phone.page.get_by_role("radio", name="是", exact=True).all():
            await yes.tap()
        assert await phone.axe() == []
        await _press(phone, "下一步")
    await phone.see("合 1 万元")
    await _press(phone, "看结果")
    await phone.see("还不能判断")
    assert await phone.axe() == []
    await phone.tap("签约时间")
    await _today(phone, "fact-signed_at")
    await _today(phone, "fact-paid_at")
    await _press(phone, "下一步")
    await _press(phone, "看结果")
    await phone.see("符合条件")
    await phone.see("怎么算出来的")
    await phone.see("要准备的材料")
    assert await phone.axe() == []
    await phone.open(f"pages/estimate/result?{here}")
    await phone.see("符合条件")


async def test_not_eligible_is_no_error(phone: PhonePage) -> None:
    """It says which condition and by which clause, and leads on."""
    await phone.open(f"pages/estimate/questions?edition={phone.world.edition}&track=copay")
    await _choose(phone, "fact-registered_city", "杭州", "杭州市")
    await _press(phone, "下一步")
    await _press(phone, "下一步")
    await _press(phone, "看结果")
    await phone.see("这一项不符合条件")
    await phone.see("登记注册地须为“上海市”，填报“杭州市”")
    await phone.see("依据 四(二)1")
    await phone.see("看看别的政策")
    assert await phone.axe() == []


async def test_a_firm_is_registered_once(phone: PhonePage) -> None:
    """Refused beside its fields, lost on the way, sent twice: one firm, and nothing typed twice."""
    phone.expected.append(r"net::ERR_FAILED|net::ERR_INTERNET_DISCONNECTED")
    person, code = await phone.become("firm-register"), uscc()
    await phone.open("pages/firm/register")
    await _type(phone, "uscc", code[:10].lower())
    await phone.see("还差 8 位")
    await _type(phone, "uscc", code)
    await phone.see("代码填写正确")
    await _press(phone, "登记这家企业")
    await phone.see("有 6 处要改")
    row = phone.page.locator("#employees-row [role=alert]")
    assert await row.inner_text() == "从业人数还没有填写，请补上"
    assert await phone.axe() == []
    await _fill_in(phone, code)
    assert await row.count() == 0, "what was put right is not blamed any more"
    keys: list[str] = []

    async def lose(route: Route) -> None:
        keys.append(await route.request.header_value("idempotency-key") or "")
        await route.fetch()
        await route.abort()

    await phone.page.route("**/api/v1/enterprises", lose)
    await _press(phone, "登记这家企业")
    await phone.see("没有网络")
    await phone.page.unroute("**/api/v1/enterprises", lose)
    await phone.open("pages/firm/register")
    await phone.see("接着填就行")
    assert await phone.page.locator("#name input").input_value() == "上海示例贸易有限公司"
    async with phone.page.expect_request("**/api/v1/enterprises") as sending:
        button = phone.page.get_by_role("button", name="登记这家企业")
        await asyncio.gather(button.dispatch_event("click"), button.dispatch_event("click"))
    assert await (await sending.value).header_value("idempotency-key") == keys[0]
    await phone.see("登记好了")
    await phone.see("已登记，待核实")
    assert await phone.axe() == []
    assert await _firms(person) == [code]


async def test_the_account_is_masked_and_says_what_happens(phone: PhonePage) -> None:
    person = await phone.become("firm-payee")
    firm = await person.enterprise()
    await phone.open(f"pages/firm/payee?id={firm['id']}")
    await phone.see("还没有填收款账户")
    await _type(phone, "bank", "中国工商银行上海市浦东支行")
    await _type(phone, "account", "6222021001122334455")
    await _press(phone, "保存收款账户")
    await phone.see("主管部门会核实账户")
    await phone.see("**** 4455")
    assert await phone.axe() == []
    held = (await person.get(f"/enterprises/{firm['id']}/payee")).ok()
    assert held["account"].endswith("4455")
    await _type(phone, "bank", "中国建设银行上海市浦东支行")
    await _press(phone, "保存收款账户")
    await phone.see("中国建设银行上海市浦东支行")
    again = (await person.get(f"/enterprises/{firm['id']}/payee")).ok()
    assert again["account"] == held["account"], "only the bank was changed"


async def test_an_invitation_opens_a_firm_and_others_may_dispute_it(phone: PhonePage) -> None:
    owner = await phone.world.wechat("firm-owner")
    firm = await owner.enterprise()
    made = (await owner.post(f"/enterprises/{firm['id']}/invitations", {"role": "staff"})).ok(201)
    person = await phone.become("firm-guest")
    await phone.open(f"pages/firm/dispute?uscc={firm['uscc']}")
    await phone.page.locator("#reason textarea").fill("我是法定代表人，执照在我手里。")
    await _press(phone, "提出异议")
    await phone.see("异议已经提出")
    await phone.see("处理中")
    assert await phone.axe() == []
    await phone.open("pages/invitation/accept")
    text = f"请您来一起办理，粘贴这个邀请码：{made['token']}"
    await phone.page.locator("#token textarea").fill(text)
    await _press(phone, "接受邀请")
    await phone.see(firm["name"])
    assert await phone.axe() == []
    await _press(phone, "去看这家企业")
    await phone.see("代办人")
    assert await _firms(person) == [firm["uscc"]]
    await _press(phone, "退出这家企业")
    await phone.page.get_by_role("dialog").get_by_role("button", name="退出这家企业").tap()
    await phone.see("还没有登记企业")
    assert await _firms(person) == []


async def test_the_owner_sees_who_acts_and_takes_an_invitation_back(phone: PhonePage) -> None:
    person = await phone.become("firm-members")
    firm = await person.enterprise()
    await phone.open(f"pages/firm/members?id={firm['id']}")
    await phone.tap("邀请同事一起办")
    await phone.see("邀请做好了")
    assert await phone.axe() == []
    await phone.page.locator(".veil").locator("visible=true").tap(position={"x": 20, "y": 20})
    await phone.tap("撤回", exact=True)
    await phone.see("没有等着接受的邀请")
    assert await phone.axe() == []
    assert (await person.get(f"/enterprises/{firm['id']}/invitations")).ok()["items"] == []
