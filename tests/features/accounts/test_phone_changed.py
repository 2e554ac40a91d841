"""A number is replaced by another one: the person is told, and nothing else of theirs moves."""

from tests.features.enterprises.firm_of_two import told
from tests.world.accounts import events
from tests.world.application import World


async def test_a_new_number_is_told_and_an_equal_one_is_not(world: World) -> None:
    person = await world.sme()
    second = await world.wechat(person.name)
    firm = await person.enterprise()
    district = await world.staff("district", district="浦东新区")
    (await district.post(f"/enterprises/{firm['id']}/verify", {"comment": "已核对"})).ok()
    for number in ("13812341111", "13812341111", "13812342222"):
        (await person.post("/session/phone", {"code": f"sandbox-phone-{number}"})).ok()
    (body,) = await told(person, "phone.changed")
    assert "138****1111 换成 138****2222" in body
    shown = (await second.get("/session")).ok()["user"]
    assert shown["phone"] == "138****2222"
    assert [one["state"] for one in shown["enterprises"]] == ["verified"]
    assert (await events(world, person.id)).count("phone.linked") == 3
