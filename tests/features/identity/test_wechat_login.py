"""Login through WeChat, and the phone number."""

import asyncio

import pytest

from tests.world.accounts import events
from tests.world.application import World
from tests.world.bare import forget
from tests.world.sandbox import LOGIN


async def test_a_first_login_makes_a_person_and_answers_as_the_contract_says(
    bare: World,
) -> None:
    answer = await bare.anyone.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert answer.status == 200
    assert set(answer.body) == {"token", "expires_at", "user"}
    user = answer.body["user"]
    assert (user["phone"], user["contact_phone"], user["consent_due"]) == (None, None, True)
    assert user["enterprises"] == []


async def test_the_same_person_comes_back(bare: World) -> None:
    first, again, other = [await bare.wechat(name) for name in ("lin", "lin", "wu")]
    assert first.user["id"] == again.user["id"] != other.user["id"]
    assert first.token != again.token
    assert (await first.call("GET", "/session")).status == 200


async def test_eight_first_logins_at_once_make_one_person(bare: World) -> None:
    persons = await asyncio.gather(*(bare.wechat("lin") for _ in range(8)))
    assert len({person.id for person in persons}) == 1
    assert len(await bare.fetch("SELECT 1 FROM users")) == 1
    assert len(await bare.fetch("SELECT 1 FROM person_keys")) == 1


async def test_neither_token_nor_openid_nor_phone_is_kept_in_clear(bare: World) -> None:
    lin = await bare.wechat("lin")
    await lin.call("POST", "/session/phone", {"code": "sandbox-phone-13812341234"})
    openid = await bare.sandbox.openid("lin")
    kept = ""
    for table in ("users", "sessions", "person_keys", "audit"):
        for row in await bare.fetch(f"SELECT * FROM {table}"):
            kept += "\n".join(
                value.decode("latin-1") if isinstance(value, bytes) else str(value)
                for value in row.values()
            )
    assert str(lin.id) in kept
    for secret in (lin.token, openid, "13812341234"):
        assert secret not in kept


async def test_a_used_up_or_unknown_code_is_refused(bare: World) -> None:
    answer = await bare.anyone.call("POST", "/session/wechat", {"code": "0" * 32})
    assert (answer.status, answer.body["code"]) == (401, "wechat_code_invalid")
    empty = await bare.anyone.call("POST", "/session/wechat", {"code": ""})
    assert (empty.status, empty.body["code"]) == (422, "invalid")


async def test_wechat_that_does_not_answer_is_a_503_and_makes_nobody(bare: World) -> None:
    await bare.sandbox.fault(LOGIN, errcode=-1, times=None)
    answer = await bare.anyone.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert (answer.status, answer.body["code"]) == (503, "wechat_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert not await bare.fetch("SELECT 1 FROM users")


async def test_a_disabled_person_gets_no_session_and_loses_the_old_one(bare: World) -> None:
    lin = await bare.wechat("lin")
    await bare.fetch("UPDATE users SET disabled_at = now()")
    await forget(bare)
    answer = await bare.anyone.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert (answer.status, answer.body["code"]) == (403, "login_refused")
    assert (await lin.call("GET", "/session")).status == 401


async def test_a_phone_number_is_answered_masked_and_can_be_read_with_the_persons_key(
    bare: World,
) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/session/phone", {"code": "sandbox-phone-13812341234"})
    assert (answer.status, answer.body) == (200, {"phone": "138****1234"})
    assert (await bare.wechat("lin")).user["phone"] == "138****1234"
    rows = await bare.fetch("SELECT phone_index FROM users")
    assert rows[0]["phone_index"] == bare.ports.keyring.index("phone", "+8613812341234").hex()
    assert await events(bare, lin.id) == ["consent.given", "phone.linked"]


@pytest.mark.parametrize(
    ("code", "shown", "kept"),
    [
        ("sandbox-phone-+852-91234567", "+852********", "+85291234567"),
        ("sandbox-phone-+1-2125550123", "+1********23", "+12125550123"),
        ("sandbox-phone-+44-2071234567", "+44********67", "+442071234567"),
    ],
)
async def test_a_number_from_abroad_is_kept_with_its_country(
    bare: World, code: str, shown: str, kept: str
) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/session/phone", {"code": code})
    assert (answer.status, answer.body) == (200, {"phone": shown})
    assert (await bare.wechat("lin")).user["phone"] == shown
    (row,) = await bare.fetch("SELECT phone_index FROM users")
    assert row["phone_index"] == bare.ports.keyring.index("phone", kept).hex()


async def test_a_phone_code_that_is_none_is_a_422(bare: World) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/session/phone", {"code": "f" * 64})
    assert (answer.status, answer.body["code"]) == (422, "wechat_code_invalid")


async def test_the_login_call_reaches_wechat_once_per_code(bare: World) -> None:
    before = await bare.sandbox.calls(LOGIN)
    await bare.wechat("lin")
    assert await bare.sandbox.calls(LOGIN) == before + 1
