"""Sessions in a browser: unseen by scripts, useless from elsewhere, over when nobody is there."""

import asyncio
import re
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from server.edge.web.session_cookie import SessionCookie
from server.features.identity import note_use
from server.features.identity.login_failures import PER_PAIR
from storage.postgres.core.transaction import transaction
from tests.world.accounts import PASSWORD, account, add_account, code_for, log_in
from tests.world.application import STAFF_PASSWORD, MovableClock, World
from tests.world.bare import forget
from tests.world.browser import in_browser, log_in_here, page_with
from tests.world.client import Client

NEW = "another good phrase"
READ_ALL = "/notifications/read-all"
MONEY = {
    "POST /api/v1/payouts",
    "POST /api/v1/payouts/<payout_id>/confirm",
    "POST /api/v1/payees/<payee_id>/verify",
    "POST /api/v1/programme-files/<proposal_id>/publish",
    "POST /api/v1/applications/<application_id>/revoke",
    "PUT /api/v1/programmes/<code>/pools/<pool>",
}
NOTHING = "00000000-0000-7000-8000-000000000000"


async def expert(bare: World, name: str = "expert-1") -> Client:
    await add_account(bare, name, "expert")
    return await in_browser(bare, name, PASSWORD)


async def test_the_page_never_sees_the_token(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    answer = await log_in_here(bare, "expert-1", PASSWORD)
    assert answer.ok()["token"] is None
    held, *said = answer.headers["set-cookie"].split("; ")
    assert (len(held.partition("=")[2]), said) == (43, ["Path=/", "HttpOnly", "SameSite=Strict"])
    shown = (await page_with(bare, held).get("/session")).ok()
    assert shown["user"]["username"] == "expert-1"
    assert shown["as_of"] < shown["idle_ends_at"] < shown["expires_at"]
    assert "set-cookie" not in (await log_in(bare, "expert-1")).headers


def test_under_https_the_cookie_is_bound_to_this_host() -> None:
    (line,) = SessionCookie(secure=True).holding("t").values()
    assert line == "__Host-shuangtui_session=t; Path=/; HttpOnly; SameSite=Strict; Secure"


async def test_a_token_and_a_cookie_are_not_taken_for_each_other(bare: World) -> None:
    page = await expert(bare)
    name, _, token = page.headers["cookie"].partition("=")
    (await bare.bearing(token).get("/session")).refused(401, "unauthenticated")
    bearer = (await log_in(bare, "expert-1")).ok()["token"]
    (await bare.bearing(bearer).get("/session")).ok()
    (await page_with(bare, f"{name}={bearer}").get("/session")).refused(401, "unauthenticated")
    wins = {"authorization": "Bearer " + "x" * 43}
    (await page.get("/session", headers=wins)).refused(401, "unauthenticated")
    two = {"cookie": f"{page.headers['cookie']}; {name}={token}"}
    (await page.get("/session", headers=two)).refused(401, "unauthenticated")


FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": "OWN"},
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {},
)


@pytest.mark.parametrize("at", FOREIGN)
async def test_an_act_from_elsewhere_is_refused(bare: World, at: dict[str, str]) -> None:
    page = await expert(bare)
    said = {name: bare.url if value == "OWN" else value for name, value in at.items()}
    elsewhere = Client(bare.url, bare.http, {"cookie": page.headers["cookie"]})
    (await elsewhere.post(READ_ALL, headers=said)).refused(403, "cross_site")
    (await elsewhere.delete("/session", headers=said)).refused(403, "cross_site")
    (await page.post(READ_ALL)).ok(204)
    # The same of a script with a token, which no browser sends by itself.
    token = (await log_in(bare, "expert-1")).ok()["token"]
    (await bare.bearing(token).post(READ_ALL, headers=said)).ok(204)
    refused = await log_in_here(bare, "expert-1", PASSWORD, at=said)
    refused.refused(403, "cross_site")
    assert "set-cookie" not in refused.headers


async def test_an_older_browser_names_its_origin(bare: World) -> None:
    page = await expert(bare)
    elsewhere = Client(bare.url, bare.http, {"cookie": page.headers["cookie"]})
    for own in (bare.url, bare.settings.public_url):
        (await elsewhere.post(READ_ALL, headers={"origin": own})).ok(204)


async def test_a_neighbour_cannot_read_what_it_embeds(bare: World) -> None:
    page = await expert(bare)
    embedded = await page.get("/notifications", headers={"sec-fetch-site": "same-site"})
    embedded.refused(403, "cross_site")
    assert embedded.headers["cross-origin-resource-policy"] == "same-origin"
    for site in ("same-origin", "none"):
        (await page.get("/notifications", headers={"sec-fetch-site": site})).ok()


async def test_it_ends_half_an_hour_after_its_last_use(bare: World) -> None:
    page = await expert(bare)
    for minutes in (20, 45):
        bare.clock.ahead = timedelta(minutes=minutes)
        (await page.get("/notifications")).ok()
    before = (await page.get("/session", headers={"x-background": "1"})).ok()["idle_ends_at"]
    assert datetime.fromisoformat(before) > bare.clock.now() + timedelta(minutes=29)
    bare.clock.ahead = timedelta(minutes=74)
    shown = (await page.get("/session", headers={"x-background": "1"})).ok()
    assert shown["idle_ends_at"] == before
    bare.clock.ahead = timedelta(minutes=75, seconds=5)
    (await page.get("/notifications")).refused(401, "unauthenticated")
    await forget(bare)
    (await page.get("/notifications")).refused(401, "unauthenticated")


async def test_a_page_that_polls_does_not_keep_it(bare: World) -> None:
    page, used = await expert(bare), await in_browser(bare, "expert-1", PASSWORD)
    for minutes in range(5, 30, 5):
        bare.clock.ahead = timedelta(minutes=minutes)
        (await page.get("/notifications", headers={"x-background": "1"})).ok()
        (await used.get("/notifications")).ok()
    bare.clock.ahead = timedelta(minutes=31)
    (await page.get("/notifications", headers={"x-background": "1"})).refused(
        401, "unauthenticated"
    )
    (await used.get("/notifications")).ok()


async def test_use_is_written_once_a_minute_and_revives_nothing(bare: World) -> None:
    page = await expert(bare)
    noted = "SELECT used_at FROM sessions"
    (first,) = await bare.fetch(noted)
    bare.clock.ahead = timedelta(seconds=50)
    (await page.get("/notifications")).ok()
    assert await bare.fetch(noted) == [first]
    bare.clock.ahead = timedelta(seconds=70)
    await asyncio.gather(*(page.get("/notifications") for _ in range(8)))
    (second,) = await bare.fetch(noted)
    assert second["used_at"] > first["used_at"]
    bare.clock.ahead = timedelta(minutes=32)
    (await page.get("/notifications")).refused(401, "unauthenticated")
    assert await bare.fetch(noted) == [second]


async def test_a_page_of_many_calls_costs_one_transaction_a_minute(
    bare: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, begun = await expert(bare), []

    def counted() -> Any:
        begun.append(1)
        return transaction()

    monkeypatch.setattr(note_use, "transaction", counted)
    for minute in (1, 2):
        bare.clock.ahead = timedelta(minutes=minute, seconds=10)
        (await page.get("/notifications")).ok()
        await asyncio.gather(*(page.get("/notifications") for _ in range(8)))
        assert len(begun) == minute


async def test_a_flush_of_redis_ends_and_prolongs_nothing(bare: World) -> None:
    page = await expert(bare)
    bare.clock.ahead = timedelta(minutes=20)
    (await page.get("/notifications")).ok()
    await forget(bare)
    bare.clock.ahead = timedelta(minutes=49)
    (await page.get("/session", headers={"x-background": "1"})).ok()
    await forget(bare)
    bare.clock.ahead = timedelta(minutes=51)
    (await page.get("/notifications")).refused(401, "unauthenticated")


async def test_whoever_works_on_is_logged_out_after_twelve_hours(bare: World) -> None:
    page = await expert(bare)
    for minutes in range(25, 12 * 60, 25):
        bare.clock.ahead = timedelta(minutes=minutes)
        (await page.get("/notifications")).ok()
    bare.clock.ahead = timedelta(hours=12, seconds=5)
    (await page.get("/notifications")).refused(401, "unauthenticated")


async def test_logging_out_takes_the_cookie_away(bare: World) -> None:
    page = await expert(bare)
    answer = await page.delete("/session")
    assert answer.status == 204
    assert answer.headers["set-cookie"].endswith("; Max-Age=0")
    (await page.get("/session")).refused(401, "unauthenticated")


async def test_a_login_ends_the_session_whose_cookie_it_overwrites(bare: World) -> None:
    first, other = await expert(bare), await in_browser(bare, "expert-1", PASSWORD)
    await add_account(bare, "expert-2", "expert")
    (await log_in_here(bare, "expert-2", PASSWORD, at=first.headers)).ok()
    (await first.get("/session")).refused(401, "unauthenticated")
    (await other.get("/session")).ok()


async def test_from_the_first_password_to_the_second_factor_in_one_session(bare: World) -> None:
    await add_account(bare, "auditor-1", "auditor", must_change_password=True)
    page = await in_browser(bare, "auditor-1", PASSWORD)
    (await page.get("/reviews")).refused(403, "forbidden")
    pair = {"old_password": PASSWORD, "new_password": NEW}
    (await page.post("/session/password", pair)).ok(204)
    begun = (await page.post("/session/otp")).ok()
    assert read_qr(begun["qr"]) == begun["uri"]
    (await page.post("/session/otp/confirm", {"code": code_for(bare, begun["secret"])})).ok(204)
    (await page.get("/reviews")).ok()
    user = (await page.get("/session")).ok()["user"]
    assert (user["otp_due"], user["otp_set"]) == (False, True)
    assert [grant["organisation"] for grant in user["grants"]] == ["系统运营方"]


def read_qr(address: str) -> str:
    """What a phone reads from the picture."""
    drawn = b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()
    side = int(re.findall(r'viewBox="0 0 (\d+)', drawn)[0])
    picture = Image.new("L", (side, side), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-", drawn):
        for column in range(int(length)):
            picture.putpixel((int(x) + column, int(y)), 0)
    scaled = picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    return str(zxingcpp.read_barcodes(scaled)[0].text)


async def test_money_wants_the_password_given_just_now(world: World, clock: MovableClock) -> None:
    officer = await world.new_staff("authority")
    page = await in_browser(world, officer.name, STAFF_PASSWORD)
    revoke = (f"/applications/{NOTHING}/revoke", {"reason": "材料不实", "cite": "第五条"})
    (await page.post(*revoke)).refused(404, "not_found")
    clock.ahead = timedelta(minutes=5)
    (await page.post(*revoke)).refused(403, "password_due")
    (await officer.post(*revoke)).refused(404, "not_found")
    wrong = await page.post("/session/password-again", {"password": "not it"})
    assert wrong.status == 422
    assert wrong.reasons() == {("password", "wrong")}
    (await page.post(*revoke)).refused(403, "password_due")
    (await page.post("/session/password-again", {"password": STAFF_PASSWORD})).ok(204)
    (await page.post(*revoke)).refused(404, "not_found")
    clock.ahead = timedelta(minutes=10, seconds=5)
    (await page.post(*revoke)).refused(403, "password_due")


async def test_what_moves_money_says_that_it_may_ask(world: World) -> None:
    paths = (await world.anyone.get("//docs/openapi.json")).ok()["paths"]
    said = {
        f"{method.upper()} {path}".translate(str.maketrans("{}", "<>"))
        for path, acts in paths.items()
        for method, act in acts.items()
        if "`password_due`" in act["responses"].get("403", {}).get("description", "")
    }
    assert said == MONEY


async def test_guesses_at_the_open_page_count_as_those_at_the_door(bare: World) -> None:
    page = await expert(bare)
    for _ in range(PER_PAIR):
        assert (await page.post("/session/password-again", {"password": "guess"})).status == 422
    last = await page.post("/session/password-again", {"password": PASSWORD})
    last.refused(429, "rate_limited")
    (await log_in(bare, "expert-1")).refused(429, "rate_limited")


async def test_an_sme_has_no_password_to_repeat(bare: World) -> None:
    lin = await bare.wechat("lin")
    (await lin.post("/session/password-again", {"password": "x"})).refused(403, "forbidden")
    there = await account(bare, "expert-1", "expert")
    (await there.post("/session/password-again", {"password": PASSWORD})).ok(204)
