"""From a platform's share card to the money: a firm's whole way on a phone, as nobody helps it."""

from tests.clients.h5.album import Album
from tests.clients.h5.phone_page import PhonePage
from tests.clients.h5.steps import choose, made_up_code, press, turn_wheel, type_into, whose_phone

_FIRM = "示例陈记五金（虚构）有限公司"


async def test_from_a_share_card_to_the_money(phone: PhonePage) -> None:
    album = Album(phone, "a")
    await _find(phone, album)
    await _come_in(phone, album)


async def _find(phone: PhonePage, album: Album) -> None:
    """What there is, by what a friend sent: nobody is asked who they are."""
    edition = phone.world.edition
    await phone.open("pages/home/home")
    await phone.see("我的企业能拿哪些补贴")
    await album.look("home")
    plan = await (await phone.world.wechat("whole-way-looker")).some_plan(edition)
    await phone.open(f"pages/platform/detail?id={plan['platform_id']}")
    await phone.see("方案和价格")
    await album.look("platform")
    await phone.tap("看方案、申请补贴")
    await phone.see("怎么算的")
    await album.look("plan")
    await press(phone, "用这个方案申请补贴")
    await phone.see("用哪家企业申请")
    await album.look("start")


async def _come_in(phone: PhonePage, album: Album) -> None:
    """Logs in where it is needed, registers the firm, reads the privacy text, and comes back."""
    await press(phone, "登录后开始")
    await phone.see("选一位办事人")
    await album.look("sign-in")
    await type_into(phone, "demo-name", "wholeway")
    await press(phone, "进入")
    await press(phone, "登记企业")
    await type_into(phone, "uscc", made_up_code("5WH0LEY"))
    await phone.see("代码填写正确")
    await type_into(phone, "name", _FIRM)
    await turn_wheel(phone, "registered_on")
    await phone.page.locator("#sector").tap()
    await phone.see("制造业")
    await album.look("sector")
    await phone.tap("制造业")
    await type_into(phone, "employees", "42")
    await type_into(phone, "annual_revenue_fen", "18000000")
    await choose(phone, "在不在生产性服务业功能区内", "在")
    await album.look("register")
    await press(phone, "登记这家企业")
    await phone.see("请先看隐私说明")
    await album.look("privacy")
    await press(phone, "看过了，同意并继续")
    await phone.see(_FIRM)
    await album.look("registered")
    assert (await (await whose_phone(phone)).get("/enterprises")).ok()["items"][0]["name"] == _FIRM
