"""One-time codes: set up once, good once, required where money or accounts are decided."""

import asyncio
from datetime import timedelta

import pyotp
import pytest

from server.features.identity.operator import SYSTEM
from server.features.identity.reset_otp import reset_otp
from server.roles import STAFF_ROLES
from tests.world.accounts import account, code_for, events, log_in
from tests.world.application import World
from tests.world.bare import forget
from tests.world.client import Person


async def enrolled(bare: World, username: str = "auditor-1") -> tuple[Person, str]:
    """A person whose second factor is confirmed; the clock then stands a minute later."""
    person = await account(bare, username, "auditor")
    begun = await person.call("POST", "/session/otp")
    assert begun.status == 200
    secret = begun.body["secret"]
    body = {"code": code_for(bare, secret)}
    assert (await person.call("POST", "/session/otp/confirm", body)).status == 204
    bare.clock.ahead += timedelta(minutes=2)
    return person, secret


@pytest.mark.parametrize("role", sorted(STAFF_ROLES - {"platform"}))
async def test_until_it_is_set_up_no_role_is_in_force(bare: World, role: str) -> None:
    person = await account(bare, f"{role}-1", role)
    assert person.user["otp_due"] is True
    assert person.user["grants"] == []
    assert (await person.call("GET", "/enterprises/unverified")).status == 403


async def test_who_is_kept_out_by_it_alone_is_told_so(bare: World) -> None:
    district = await account(bare, "district-1", "district")
    told = {"/enterprises/unverified": "请先设置二次验证", "/platform": "没有办理此事的权限"}
    for path, said in told.items():
        shut = await district.call("GET", path)
        shut.refused(403, "forbidden")
        assert said in shut.body["title"]


async def test_nor_is_a_platform_s(bare: World) -> None:
    body = await account(bare, "expert-1", "expert")
    await bare.fetch("UPDATE grants SET role = 'platform'")
    await forget(bare)
    me = (await body.get("/session")).ok()["user"]
    assert (me["grants"], me["otp_due"]) == ([], True)


async def test_a_confirmed_code_puts_the_role_in_force_at_once(bare: World) -> None:
    auditor, _ = await enrolled(bare)
    me = (await auditor.call("GET", "/session")).body["user"]
    assert ([grant["role"] for grant in me["grants"]], me["otp_due"]) == (["auditor"], False)
    assert "otp.confirmed" in await events(bare, auditor.id)


async def test_a_login_needs_a_code_and_each_code_opens_once(bare: World) -> None:
    _, secret = await enrolled(bare)
    missing = await log_in(bare, "auditor-1")
    assert (missing.status, missing.body["code"]) == (401, "otp_required")
    code = code_for(bare, secret)
    assert (await log_in(bare, "auditor-1", otp=code)).status == 200
    again = await log_in(bare, "auditor-1", otp=code)
    assert (again.status, again.body["code"]) == (401, "credentials_invalid")
    bare.clock.ahead += timedelta(seconds=30)
    assert (await log_in(bare, "auditor-1", otp=code_for(bare, secret))).status == 200


async def test_one_code_at_once_from_four_sides_opens_one_session(bare: World) -> None:
    _, secret = await enrolled(bare)
    code = code_for(bare, secret)
    answers = await asyncio.gather(*(log_in(bare, "auditor-1", otp=code) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]


async def test_a_wrong_or_old_code_counts_as_a_failure(bare: World) -> None:
    _, secret = await enrolled(bare)
    for steps in (-4, 4, -9, 9, -20):
        answer = await log_in(bare, "auditor-1", otp=code_for(bare, secret, steps))
        assert (answer.status, answer.body["code"]) == (401, "credentials_invalid")
    assert (await log_in(bare, "auditor-1", otp=code_for(bare, secret))).status == 429


@pytest.mark.parametrize(
    ("second", "steps", "status"),
    [(0, -1, 200), (19, -1, 200), (21, -1, 401), (19, 1, 401), (21, 1, 200), (15, 0, 200)],
)
async def test_a_code_is_good_for_a_minute_in_all(
    bare: World, second: int, steps: int, status: int
) -> None:
    _, secret = await enrolled(bare)
    bare.clock.ahead += timedelta(seconds=second - bare.clock.now().timestamp() % 30 + 30)
    assert (await log_in(bare, "auditor-1", otp=code_for(bare, secret, steps))).status == status


async def test_a_wrong_first_code_confirms_nothing(bare: World) -> None:
    auditor = await account(bare, "auditor-1", "auditor")
    early = await auditor.call("POST", "/session/otp/confirm", {"code": "000000"})
    assert (early.status, early.body["code"]) == (409, "otp_not_started")
    secret = (await auditor.call("POST", "/session/otp")).body["secret"]
    body = {"code": code_for(bare, secret, 9)}
    wrong = await auditor.call("POST", "/session/otp/confirm", body)
    assert (wrong.status, wrong.body["errors"][0]["code"]) == (422, "wrong")
    assert (await log_in(bare, "auditor-1")).status == 200, "not confirmed, so not asked for"


async def test_setting_it_up_ends_sessions_that_were_opened_without_it(bare: World) -> None:
    auditor = await account(bare, "auditor-1", "auditor")
    other = (await log_in(bare, "auditor-1")).body["token"]
    secret = (await auditor.call("POST", "/session/otp")).body["secret"]
    body = {"code": code_for(bare, secret)}
    assert (await auditor.call("POST", "/session/otp/confirm", body)).status == 204
    assert (await bare.bearing(other).call("GET", "/session")).status == 401


async def test_it_is_replaced_only_after_a_reset(bare: World) -> None:
    auditor, _ = await enrolled(bare)
    refused = await auditor.call("POST", "/session/otp")
    assert (refused.status, refused.body["code"]) == (409, "otp_already_set")
    async with bare.as_app():
        assert len(await reset_otp("Auditor-1", act=SYSTEM, clock=bare.ports.clock)) == 1
    await forget(bare)
    assert (await auditor.call("GET", "/session")).status == 401
    answer = await log_in(bare, "auditor-1")
    assert (answer.status, answer.body["user"]["otp_due"]) == (200, True)


async def test_the_secret_is_encrypted_and_in_the_uri(bare: World) -> None:
    auditor = await account(bare, "auditor-1", "auditor")
    begun = (await auditor.call("POST", "/session/otp")).body
    assert pyotp.parse_uri(begun["uri"]).secret == begun["secret"]
    (row,) = await bare.fetch("SELECT totp_cipher FROM users")
    assert begun["secret"].encode() not in row["totp_cipher"]
