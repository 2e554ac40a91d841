"""Staff logins: passwords, guesses, the first password, and the record of it all."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from server.errors import Invalid
from server.features.identity.login_failures import PER_ADDRESS, PER_PAIR, WINDOW
from server.features.identity.policy import FIRST_PASSWORD_LASTS
from server.features.identity.staff import UsernameTaken
from tests.world.accounts import PASSWORD, account, add_account, events, log_in, officer
from tests.world.application import World

NEW = "another good phrase"


async def test_the_answer_is_that_of_the_contract(bare: World) -> None:
    user_id = await add_account(bare, "expert-1", "expert", district="徐汇区")
    answer = await log_in(bare, " Expert-1 ")
    assert answer.status == 200
    user = answer.body["user"]
    assert set(answer.body) == {"token", "expires_at", "user", "device"}
    assert (user["id"], user["must_change_password"]) == (str(user_id), False)
    assert (user["grants"], user["otp_due"]) == ([], True)
    assert await events(bare, user_id) == ["account.added", "session.opened"]


async def test_a_wrong_password_and_an_unknown_name_look_alike(bare: World) -> None:
    user_id = await add_account(bare, "expert-1", "expert")
    wrong = await log_in(bare, "expert-1", "not the password")
    unknown = await log_in(bare, "nobody-here", "not the password")
    for answer in (wrong, unknown):
        assert (answer.status, answer.body["code"]) == (401, "credentials_invalid")
    assert wrong.body["title"] == unknown.body["title"]
    assert await events(bare, user_id) == ["account.added", "session.refused"]


async def test_an_sme_has_no_password(bare: World) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call(
        "POST", "/session/password", {"old_password": PASSWORD, "new_password": NEW}
    )
    assert (answer.status, answer.body["code"]) == (403, "forbidden")
    assert (await lin.call("POST", "/session/otp")).status == 403


async def test_after_five_failures_even_the_right_password_waits(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    await add_account(bare, "expert-2", "expert")
    for _ in range(PER_PAIR):
        assert (await log_in(bare, "expert-1", "wrong")).status == 401
    refused = await log_in(bare, "expert-1")
    assert (refused.status, refused.body["code"]) == (429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= WINDOW.total_seconds() + 1
    assert (await log_in(bare, "expert-2")).status == 200, "another account is not concerned"
    bare.clock.ahead = WINDOW + timedelta(seconds=1)
    assert (await log_in(bare, "expert-1")).status == 200


async def test_a_success_forgives_what_came_before_it(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    for _ in range(2):
        for _ in range(PER_PAIR - 1):
            assert (await log_in(bare, "expert-1", "wrong")).status == 401
        assert (await log_in(bare, "expert-1")).status == 200


async def test_an_address_that_tries_many_names_is_stopped(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    for number in range(PER_ADDRESS):
        assert (await log_in(bare, f"guess-{number}", "wrong")).status == 401
    assert (await log_in(bare, "expert-1")).status == 429


async def test_of_twenty_guesses_at_once_only_five_are_answered(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    answers = await asyncio.gather(*(log_in(bare, "expert-1", f"guess {n}") for n in range(20)))
    statuses = [answer.status for answer in answers]
    assert statuses.count(401) == PER_PAIR
    assert {429, 503} >= set(statuses) - {401}, "locked, or more at once than one address may"


async def test_neither_name_nor_address_of_a_failure_is_kept(bare: World) -> None:
    await log_in(bare, "somebody", "wrong")
    (row,) = await bare.fetch("SELECT account_index, address_index FROM login_failures")
    assert len(row["account_index"]) == len(row["address_index"]) == 64


async def test_a_first_password_is_good_for_setting_ones_own_only(bare: World) -> None:
    fresh = await officer(bare, "expert-1", "expert", must_change_password=True)
    assert fresh.user["must_change_password"] is True
    shut = await fresh.call("GET", "/enterprises/unverified")
    assert (shut.status, shut.body["code"]) == (403, "password_change_due")
    assert "请先修改初始密码" in shut.body["title"]
    pair = {"old_password": PASSWORD, "new_password": NEW}
    assert (await fresh.call("POST", "/session/password", pair)).status == 204
    again = await fresh.call("GET", "/enterprises/unverified")
    assert again.body["code"] == "forbidden", "an expert's role, no longer a password's matter"
    (await log_in(bare, "expert-1")).refused(401, "credentials_invalid")
    (await log_in(bare, "expert-1", NEW)).refused(401, "otp_required")


async def test_a_first_password_is_over_after_three_days(bare: World) -> None:
    await add_account(bare, "expert-1", "expert", must_change_password=True)
    await add_account(bare, "expert-2", "expert")
    bare.clock.ahead = FIRST_PASSWORD_LASTS - timedelta(seconds=5)
    (await log_in(bare, "expert-1")).ok()
    bare.clock.ahead = FIRST_PASSWORD_LASTS + timedelta(seconds=5)
    (await log_in(bare, "expert-1")).refused(401, "first_password_over")
    (await log_in(bare, "expert-1", "not it at all")).refused(401, "credentials_invalid")
    (await log_in(bare, "expert-2")).ok()


async def test_a_new_password_ends_the_other_sessions_at_once(bare: World) -> None:
    here = await account(bare, "expert-1", "expert")
    there = (await log_in(bare, "expert-1")).body["token"]
    assert (await bare.bearing(there).call("GET", "/session")).status == 200
    pair = {"old_password": PASSWORD, "new_password": NEW}
    assert (await here.call("POST", "/session/password", pair)).status == 204
    assert (await bare.bearing(there).call("GET", "/session")).status == 401
    assert (await here.call("GET", "/session")).status == 200
    assert "password.changed" in await events(bare, here.id)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("not it", NEW, ["wrong"]),
        (PASSWORD, PASSWORD, ["unchanged"]),
        (PASSWORD, "short", ["too_short"]),
        ("not it", "aaaa", ["wrong", "too_short", "guessable"]),
    ],
)
async def test_every_reason_against_a_new_password_is_told(
    bare: World, old: str, new: str, codes: list[str]
) -> None:
    here = await account(bare, "expert-1", "expert")
    pair = {"old_password": old, "new_password": new}
    answer = await here.call("POST", "/session/password", pair)
    assert answer.status == 422
    assert [error["code"] for error in answer.body["errors"]] == codes
    assert (await log_in(bare, "expert-1")).status == 200


async def test_of_eight_changes_at_once_one_wins(bare: World) -> None:
    here = await account(bare, "expert-1", "expert")
    pairs = [{"old_password": PASSWORD, "new_password": f"{NEW} {n}"} for n in range(8)]
    answers = await asyncio.gather(
        *(here.call("POST", "/session/password", pair) for pair in pairs)
    )
    assert sorted(answer.status for answer in answers) == [204] + [422] * 7
    won = [answer.status for answer in answers].index(204)
    assert (await log_in(bare, "expert-1", f"{NEW} {won}")).status == 200


async def test_accounts_are_checked_before_they_are_made(bare: World) -> None:
    with pytest.raises(Invalid) as refused:
        await add_account(bare, "不行", "boss", programme_code="no-such")
    assert [reason.code for reason in refused.value.errors] == ["format", "unknown"]
    with pytest.raises(Invalid):
        await add_account(bare, "platform-1", "platform")
    with pytest.raises(Invalid):
        await add_account(bare, "auth-1", "authority", programme_code="no-such")
    assert not await bare.fetch("SELECT 1 FROM users")
    await add_account(bare, "expert-1", "expert")
    with pytest.raises(UsernameTaken):
        await add_account(bare, "EXPERT-1", "expert")


async def test_whom_an_account_acts_for_follows_from_its_scope(bare: World) -> None:
    ids: list[UUID] = [
        await add_account(bare, "district-1", "district", district="徐汇区"),
        await add_account(bare, "district-2", "district", district="徐汇区"),
        await add_account(bare, "auditor-1", "auditor"),
    ]
    rows = await bare.fetch(
        "SELECT o.kind, o.name FROM grants g JOIN organisations o ON o.id = g.organisation_id"
        " WHERE g.user_id = ANY($1) ORDER BY o.kind",
        ids,
    )
    assert [(row["kind"], row["name"]) for row in rows] == [
        ("district", "徐汇区"),
        ("district", "徐汇区"),
        ("operator", "系统运营方"),
    ]
