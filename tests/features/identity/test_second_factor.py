"""One-time codes: set up once, good once, required where money or accounts are decided."""

import asyncio
from datetime import timedelta

import pyotp

from server.features.identity.reset_otp import reset_otp
from tests.world.people import People, Person, postgres_as


def code_for(people: People, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(people.time.now() + steps * timedelta(seconds=30))


async def enrolled(people: People, username: str = "auditor-1") -> tuple[Person, str]:
    """A person whose second factor is confirmed; the clock then stands a minute later."""
    person = await people.staff(username, "auditor")
    begun = await person.call("POST", "/session/otp")
    assert begun.status == 200
    secret = begun.body["secret"]
    body = {"code": code_for(people, secret)}
    assert (await person.call("POST", "/session/otp/confirm", body)).status == 204
    people.time.ahead += timedelta(minutes=2)
    return person, secret


async def test_until_it_is_set_up_the_role_is_not_in_force(people: People) -> None:
    auditor = await people.staff("auditor-1", "auditor")
    assert auditor.user["otp_due"] is True
    assert auditor.user["grants"] == []
    assert (await auditor.call("GET", "/enterprises/unverified")).status == 403


async def test_a_confirmed_code_puts_the_role_in_force_at_once(people: People) -> None:
    auditor, _ = await enrolled(people)
    me = (await auditor.call("GET", "/session")).body["user"]
    assert ([grant["role"] for grant in me["grants"]], me["otp_due"]) == (["auditor"], False)
    assert "otp.confirmed" in await people.events(auditor.id)


async def test_roles_without_power_over_money_need_none(people: People) -> None:
    expert = await people.staff("expert-1", "expert")
    assert expert.user["otp_due"] is False
    assert [grant["role"] for grant in expert.user["grants"]] == ["expert"]


async def test_a_login_needs_a_code_and_each_code_opens_once(people: People) -> None:
    _, secret = await enrolled(people)
    missing = await people.log_in("auditor-1")
    assert (missing.status, missing.body["code"]) == (401, "otp_required")
    code = code_for(people, secret)
    assert (await people.log_in("auditor-1", otp=code)).status == 200
    again = await people.log_in("auditor-1", otp=code)
    assert (again.status, again.body["code"]) == (401, "credentials_invalid")
    people.time.ahead += timedelta(seconds=30)
    assert (await people.log_in("auditor-1", otp=code_for(people, secret))).status == 200


async def test_one_code_at_once_from_four_sides_opens_one_session(people: People) -> None:
    _, secret = await enrolled(people)
    code = code_for(people, secret)
    answers = await asyncio.gather(*(people.log_in("auditor-1", otp=code) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]


async def test_a_wrong_or_old_code_counts_as_a_failure(people: People) -> None:
    _, secret = await enrolled(people)
    for steps in (-4, 4, -9, 9, -20):
        answer = await people.log_in("auditor-1", otp=code_for(people, secret, steps))
        assert (answer.status, answer.body["code"]) == (401, "credentials_invalid")
    assert (await people.log_in("auditor-1", otp=code_for(people, secret))).status == 429


async def test_a_clock_one_step_off_is_forgiven(people: People) -> None:
    _, secret = await enrolled(people)
    assert (await people.log_in("auditor-1", otp=code_for(people, secret, 1))).status == 200


async def test_a_wrong_first_code_confirms_nothing(people: People) -> None:
    auditor = await people.staff("auditor-1", "auditor")
    early = await auditor.call("POST", "/session/otp/confirm", {"code": "000000"})
    assert (early.status, early.body["code"]) == (409, "otp_not_started")
    secret = (await auditor.call("POST", "/session/otp")).body["secret"]
    body = {"code": code_for(people, secret, 9)}
    wrong = await auditor.call("POST", "/session/otp/confirm", body)
    assert (wrong.status, wrong.body["errors"][0]["code"]) == (422, "wrong")
    assert (await people.log_in("auditor-1")).status == 200, "not confirmed, so not asked for"


async def test_setting_it_up_ends_sessions_that_were_opened_without_it(people: People) -> None:
    auditor = await people.staff("auditor-1", "auditor")
    other = (await people.log_in("auditor-1")).body["token"]
    secret = (await auditor.call("POST", "/session/otp")).body["secret"]
    body = {"code": code_for(people, secret)}
    assert (await auditor.call("POST", "/session/otp/confirm", body)).status == 204
    assert (await people.call("GET", "/session", token=other)).status == 401


async def test_it_is_replaced_only_after_a_reset(people: People) -> None:
    auditor, _ = await enrolled(people)
    refused = await auditor.call("POST", "/session/otp")
    assert (refused.status, refused.body["code"]) == (409, "otp_already_set")
    async with postgres_as(people.app_dsn):
        assert len(await reset_otp("Auditor-1", clock=people.clock)) == 1
    await people.flush()
    assert (await auditor.call("GET", "/session")).status == 401
    answer = await people.log_in("auditor-1")
    assert (answer.status, answer.body["user"]["otp_due"]) == (200, True)


async def test_the_secret_is_encrypted_and_in_the_uri(people: People) -> None:
    auditor = await people.staff("auditor-1", "auditor")
    begun = (await auditor.call("POST", "/session/otp")).body
    assert pyotp.parse_uri(begun["uri"]).secret == begun["secret"]
    (row,) = await people.sql("SELECT totp_cipher FROM users")
    assert begun["secret"].encode() not in row["totp_cipher"]
