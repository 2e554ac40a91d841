"""Login through WeChat, the phone number, and consent."""

import asyncio

from tests.world.people import KEYRING, People
from tests.world.sandbox import LOGIN


async def test_a_first_login_makes_a_person_and_answers_as_the_contract_says(
    people: People,
) -> None:
    answer = await people.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert answer.status == 200
    assert set(answer.body) == {"token", "expires_at", "user"}
    user = answer.body["user"]
    assert user == {"id": user["id"], "phone": None, "consent_due": True, "enterprises": []}


async def test_the_same_person_comes_back(people: People) -> None:
    first, again, other = [await people.wechat(name) for name in ("lin", "lin", "wu")]
    assert first.user["id"] == again.user["id"] != other.user["id"]
    assert first.token != again.token
    assert (await first.call("GET", "/session")).status == 200


async def test_eight_first_logins_at_once_make_one_person(people: People) -> None:
    persons = await asyncio.gather(*(people.wechat("lin") for _ in range(8)))
    assert len({person.id for person in persons}) == 1
    assert len(await people.sql("SELECT 1 FROM users")) == 1
    assert len(await people.sql("SELECT 1 FROM person_keys")) == 1


async def test_neither_token_nor_openid_nor_phone_is_kept_in_clear(people: People) -> None:
    lin = await people.wechat("lin")
    await lin.call("POST", "/session/phone", {"code": "sandbox-phone-13812341234"})
    openid = await people.sandbox.openid("lin")
    kept = ""
    for table in ("users", "sessions", "person_keys", "audit"):
        for row in await people.sql(f"SELECT * FROM {table}"):
            kept += "\n".join(
                value.decode("latin-1") if isinstance(value, bytes) else str(value)
                for value in row.values()
            )
    assert str(lin.id) in kept
    for secret in (lin.token, openid, "13812341234"):
        assert secret not in kept


async def test_a_used_up_or_unknown_code_is_refused(people: People) -> None:
    answer = await people.call("POST", "/session/wechat", {"code": "0" * 32})
    assert (answer.status, answer.body["code"]) == (401, "wechat_code_invalid")
    empty = await people.call("POST", "/session/wechat", {"code": ""})
    assert (empty.status, empty.body["code"]) == (422, "invalid")


async def test_wechat_that_does_not_answer_is_a_503_and_makes_nobody(people: People) -> None:
    await people.sandbox.fault(LOGIN, errcode=-1, times=None)
    answer = await people.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert (answer.status, answer.body["code"]) == (503, "wechat_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert not await people.sql("SELECT 1 FROM users")


async def test_a_disabled_person_gets_no_session_and_loses_the_old_one(people: People) -> None:
    lin = await people.wechat("lin")
    await people.sql("UPDATE users SET disabled_at = now()")
    await people.flush()
    answer = await people.call("POST", "/session/wechat", {"code": "sandbox-lin"})
    assert (answer.status, answer.body["code"]) == (403, "login_refused")
    assert (await lin.call("GET", "/session")).status == 401


async def test_a_phone_number_is_answered_masked_and_can_be_read_with_the_persons_key(
    people: People,
) -> None:
    lin = await people.wechat("lin")
    answer = await lin.call("POST", "/session/phone", {"code": "sandbox-phone-13812341234"})
    assert (answer.status, answer.body) == (200, {"phone": "138****1234"})
    assert (await people.wechat("lin")).user["phone"] == "138****1234"
    rows = await people.sql("SELECT phone_index FROM users")
    assert rows[0]["phone_index"] == KEYRING.index("phone", "+8613812341234").hex()
    assert await people.events(lin.id) == ["phone.linked"]


async def test_a_phone_code_that_is_none_is_a_422(people: People) -> None:
    lin = await people.wechat("lin")
    answer = await lin.call("POST", "/session/phone", {"code": "f" * 64})
    assert (answer.status, answer.body["code"]) == (422, "wechat_code_invalid")


async def test_consent_is_due_until_the_current_text_is_agreed_to(people: People) -> None:
    lin = await people.wechat("lin")
    older = await lin.call("POST", "/session/consent", {"text_version": "2025-01"})
    assert older.status == 204
    assert (await people.wechat("lin")).user["consent_due"] is True
    for _ in range(2):
        given = await lin.call("POST", "/session/consent", {"text_version": "2026-11"})
        assert given.status == 204
    assert (await people.wechat("lin")).user["consent_due"] is False
    assert await people.events(lin.id) == ["consent.given", "consent.given"]


async def test_the_login_call_reaches_wechat_once_per_code(people: People) -> None:
    before = await people.sandbox.calls(LOGIN)
    await people.wechat("lin")
    assert await people.sandbox.calls(LOGIN) == before + 1
