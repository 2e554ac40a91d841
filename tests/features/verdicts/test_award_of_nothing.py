"""An approval that comes to nothing, as the body decided: it ends there, and says so."""

from tests.features.applications.whole_rules import LISHUI, approve, firm_in, published, submitted
from tests.features.recognitions.path import inbox
from tests.world.application import World
from tests.world.review_steps import events, shown
from tests.world.verified import pay_out

ALL_OF_IT = 200_000


async def test_it_waits_for_no_payment(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    firm = await firm_in(owner, LISHUI)
    made = await submitted(owner, edition, "talent", firm)
    assert made["award_fen"] is None
    (await approve(world, made, award_fen=0)).ok()
    seen = await shown(owner, made)
    assert (seen["status"], seen["stage"], seen["award_fen"]) == ("approved", None, 0)
    account = {"bank": "示例银行", "account": "33050169000000000090"}
    (await owner.put(f"/enterprises/{firm['id']}/payee", account)).ok()
    seen = await shown(owner, made)
    assert (seen["status"], "payable" in events(seen)) == ("approved", False)
    authority = await world.staff("authority")
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")
    told = {item["event"]: item["body"] for item in await inbox(owner)}
    assert "没有可拨付的金额" in told["application.approved"]
    assert "安排拨付" not in told["application.approved"]
    assert "payee.needed" not in told


async def test_a_fen_that_is_left_is_paid(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    firm = await firm_in(owner, LISHUI)
    about = {"station_name": "乙村服务站", "provincial_received_fen": ALL_OF_IT - 1}
    made = await submitted(owner, edition, "rural-station", firm, **about)
    (await approve(world, made)).ok()
    account = {"bank": "示例银行", "account": "33050169000000000091"}
    (await owner.put(f"/enterprises/{firm['id']}/payee", account)).ok()
    assert (await shown(owner, made))["status"] == "payable"
    told = {item["event"]: item["body"] for item in await inbox(owner)}
    assert "接下来安排拨付" in told["application.approved"]
    assert (await pay_out(world, edition))["total_fen"] == 1
