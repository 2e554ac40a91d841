"""Registering a firm, correcting it, and verifying it by the phone its platform declared."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.features.enterprises.particulars import particulars, uscc
from tests.world.accounts import events, officer
from tests.world.application import World
from tests.world.client import Person

PHONE = "13812341234"


async def registered(person: Person, number: int = 1) -> dict[str, Any]:
    answer = await person.call("POST", "/enterprises", particulars(number))
    assert answer.status == 201, answer.body
    return dict(answer.body)


async def declare(bare: World, number: int = 1, phone: str = PHONE) -> None:
    """What a platform does when it files for a firm: here past the application."""
    await bare.fetch(
        "UPDATE enterprises SET declared_phone_index = $2 WHERE uscc = $1",
        uscc(number),
        bare.ports.keyring.index("phone", f"+86{phone}").hex(),
    )


async def filed(bare: World, number: int = 1) -> None:
    await bare.fetch(
        "INSERT INTO enterprises (id, uscc, name, district, sector, employees, annual_revenue_fen,"
        " registered_on, registered_city, in_service_zone, state, version, created_at) VALUES"
        " (gen_random_uuid(), $1, '平台代报', '黄浦区', 'x', 1, 1, '2020-01-01', '上海', true,"
        " 'filed', 1, now())",
        uscc(number),
    )
    await declare(bare, number)


async def test_a_registered_firm_is_claimed_and_mine(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    made = await registered(lin)
    assert made["state"] == "claimed"
    assert {name: made[name] for name in particulars()} == particulars()
    assert (await lin.call("GET", "/enterprises")).body["items"] == [made]
    assert (await wu.call("GET", "/enterprises")).body["items"] == []
    own = (await bare.wechat("lin")).user["enterprises"]
    assert own == [{"id": made["id"], "name": made["name"], "state": "claimed", "role": "owner"}]
    assert await events(bare, UUID(made["id"])) == ["enterprise.registered"]


async def test_a_code_in_small_letters_is_the_same_code(bare: World) -> None:
    lin = await bare.wechat("lin")
    body = particulars(uscc=f" {uscc(1).lower()} ")
    answer = await lin.call("POST", "/enterprises", body)
    assert (answer.status, answer.body["uscc"]) == (201, uscc(1))
    again = await lin.call("POST", "/enterprises", particulars())
    assert (again.status, again.body["code"]) == (409, "enterprise_claimed")
    assert again.body["detail"].startswith("您已登记这家企业")
    wang = await bare.wechat("wang")
    others = await wang.call("POST", "/enterprises", particulars())
    assert others.refused(409, "enterprise_claimed")["detail"].startswith("这家企业已被别人登记")


async def test_a_wrong_check_digit_is_told_with_the_standard(bare: World) -> None:
    lin = await bare.wechat("lin")
    wrong = uscc(1)[:-1] + ("0" if uscc(1)[-1] != "0" else "1")
    body = particulars(uscc=wrong, registered_on="2099-01-01")
    answer = await lin.call("POST", "/enterprises", body)
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    told = [(error["field"], error["code"]) for error in answer.body["errors"]]
    assert told == [("uscc", "checksum"), ("registered_on", "in_future")]


@pytest.mark.parametrize("day", ["1850-01-01", "2199-01-01"])
async def test_a_day_of_no_year_that_counts_is_told_beside_the_rest(bare: World, day: str) -> None:
    lin = await bare.wechat("lin")
    body = particulars(uscc="9131", employees="20", registered_on=day)
    answer = await lin.call("POST", "/enterprises", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("uscc", "length"),
        ("employees", "type"),
        ("registered_on", "out_of_range"),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("district", "x" * 41),
        ("employees", -1),
        ("annual_revenue_fen", 1.5),
        ("registered_on", "2015-13-01"),
        ("in_service_zone", "yes"),
        ("uscc", "x" * 33),
        ("state", "verified"),
    ],
)
async def test_bad_fields_are_named(bare: World, field: str, value: Any) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/enterprises", particulars(**{field: value}))
    assert answer.status == 422
    assert [error["field"] for error in answer.body["errors"]] == [field]
    assert not await bare.fetch("SELECT 1 FROM enterprises")


async def test_of_six_who_register_one_code_at_once_one_gets_it(bare: World) -> None:
    persons = [await bare.wechat(f"p{n}") for n in range(6)]
    answers = await asyncio.gather(
        *(person.call("POST", "/enterprises", particulars()) for person in persons)
    )
    assert sorted(answer.status for answer in answers) == [201] + [409] * 5
    assert len(await bare.fetch("SELECT 1 FROM enterprise_members")) == 1


async def test_the_same_key_registers_once(bare: World) -> None:
    lin = await bare.wechat("lin")
    calls = [
        await lin.call("POST", "/enterprises", particulars(), headers={"Idempotency-Key": "k-1"})
        for _ in range(2)
    ]
    assert [call.status for call in calls] == [201, 201]
    assert calls[0].body == calls[1].body


async def test_a_firm_filed_by_its_platform_is_taken_over_with_new_particulars(
    bare: World,
) -> None:
    await filed(bare)
    lin = await bare.wechat("lin")
    made = await registered(lin)
    assert (made["state"], made["name"]) == ("claimed", particulars()["name"])
    assert await events(bare, UUID(made["id"])) == ["enterprise.claimed"]


async def test_the_declared_phone_verifies_whichever_comes_first(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    await filed(bare)
    await registered(lin)
    await lin.call("POST", "/session/phone", {"code": f"sandbox-phone-{PHONE}"})
    assert (await bare.wechat("lin")).user["enterprises"][0]["state"] == "verified"
    await filed(bare, 2)
    await wu.call("POST", "/session/phone", {"code": f"sandbox-phone-{PHONE}"})
    made = await registered(wu, 2)
    assert made["state"] == "verified"
    assert made["verified_at"] is not None
    on_record = await events(bare, UUID(made["id"]))
    assert on_record == ["enterprise.claimed", "enterprise.verified"]


async def test_another_phone_verifies_nothing(bare: World) -> None:
    lin = await bare.wechat("lin")
    await registered(lin)
    await declare(bare)
    await lin.call("POST", "/session/phone", {"code": "sandbox-phone-13900000000"})
    assert (await bare.wechat("lin")).user["enterprises"][0]["state"] == "claimed"


async def test_the_phone_of_an_invited_person_proves_nothing_for_the_owner(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    made = await registered(lin)
    await declare(bare)
    token = (await lin.call("POST", f"/enterprises/{made['id']}/invitations")).body["token"]
    assert (await wu.call("POST", "/invitations/accept", {"token": token})).status == 200
    await wu.call("POST", "/session/phone", {"code": f"sandbox-phone-{PHONE}"})
    assert (await bare.wechat("lin")).user["enterprises"][0]["state"] == "claimed"


async def test_particulars_are_corrected_but_the_code_stays(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    made = await registered(lin)
    path = f"/enterprises/{made['id']}"
    changed = await lin.call("PUT", path, particulars(name="新名称有限公司", employees=7))
    assert (changed.status, changed.body["employees"]) == (200, 7)
    assert changed.body["version"] == made["version"] + 1
    moved = await lin.call("PUT", path, particulars(2))
    assert [error["code"] for error in moved.body["errors"]] == ["fixed"]
    for body in (particulars(), {"nonsense": 1}):
        stranger = await wu.call("PUT", path, body)
        assert (stranger.status, stranger.body["code"]) == (404, "not_found")
    await bare.fetch("UPDATE enterprises SET state = 'verified'")
    fixed = await lin.call("PUT", path, particulars(name="第三个名称"))
    assert [error["field"] for error in fixed.body["errors"]] == ["name"]
    same = await lin.call("PUT", path, particulars(name="新名称有限公司", employees=8))
    assert (same.status, same.body["employees"]) == (200, 8)


async def test_the_list_comes_in_pages(bare: World) -> None:
    lin = await bare.wechat("lin")
    made = [(await registered(lin, number))["id"] for number in range(3)]
    first = (await lin.call("GET", "/enterprises?limit=2")).body
    second = (await lin.call("GET", f"/enterprises?limit=2&cursor={first['next_cursor']}")).body
    assert [item["id"] for item in first["items"] + second["items"]] == made
    assert second["next_cursor"] is None


async def test_staff_have_no_firms(bare: World) -> None:
    expert = await officer(bare, "expert-1", "expert")
    for method, path in (("GET", "/enterprises"), ("POST", "/enterprises")):
        answer = await expert.call(method, path, particulars() if method == "POST" else None)
        assert (answer.status, answer.body["code"]) == (403, "forbidden")


async def test_a_name_is_kept_as_it_is_seen(bare: World) -> None:
    lin = await bare.wechat("lin")
    seen = {
        " 上海甲有限公司\u3000 ": "上海甲有限公司",
        "上海\u200b\u3164甲有限公司\ufffe": "上海甲有限公司",
        "\u202a上海\u2028甲\u200f有限公司\u202c": "上海甲有限公司",
        "上海\u2fa6\u2f2d甲有限公司": "上海金山甲有限公司",
        "Caf\u0065\u0301 上海（中国）有限公司": "Caf\u00e9 上海（中国）有限公司",
    }
    for number, (typed, kept) in enumerate(seen.items(), start=1):
        answer = await lin.call("POST", "/enterprises", particulars(number, name=typed))
        assert answer.ok(201)["name"] == kept
    for nothing in (
        "\u3164",
        "\u200b",
        "\u2800\uffa0",
        "\U000e0041",
        " \u3000\ufeff",
        "\u115f\u00ad",
    ):
        answer = await lin.call("POST", "/enterprises", particulars(9, name=nothing))
        answer.refused(422, "invalid")
        assert answer.reasons() == {("name", "too_short")}
