"""Guesses end, and whoever guesses locks out nobody who has logged in here before."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from server.features.identity.devices import KNOWN_FOR
from server.features.identity.end_sessions import end_sessions
from server.features.identity.login_failures import (
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_DEVICE,
    PER_PAIR,
    WINDOW,
)
from server.features.identity.operator import SYSTEM, AccountName
from server.features.identity.prune import prune_logins
from tests.world.accounts import PASSWORD, add_account, log_in
from tests.world.addresses import calling_from
from tests.world.application import World
from tests.world.client import Answer, Client

NAME = "expert-1"


async def known_device(bare: World, username: str = NAME) -> str:
    """What a first login answers, for an account that is made for it."""
    await add_account(bare, username, "expert")
    return str((await log_in(bare, username)).ok()["device"])


async def guess(who: Client, username: str, **more: Any) -> Answer:
    body = {"username": username, "password": "not the password", **more}
    return await who.post("/session/staff", body)


async def strangers_lock(bare: World) -> None:
    """Wrong guesses from many addresses, from each fewer than lock it there."""
    for number in range(PER_ACCOUNT // (PER_PAIR - 1)):
        async with calling_from(bare, f"127.0.1.{number + 1}") as stranger:
            for _ in range(PER_PAIR - 1):
                (await guess(stranger, NAME)).refused(401, "credentials_invalid")


async def test_strangers_lock_out_no_device_that_is_known(bare: World) -> None:
    device = await known_device(bare)
    await strangers_lock(bare)
    (await log_in(bare, NAME)).refused(429, "rate_limited")
    (await log_in(bare, NAME, device=device)).ok()
    (await log_in(bare, NAME)).refused(429, "rate_limited")
    bare.clock.ahead = WINDOW + timedelta(seconds=1)
    (await log_in(bare, NAME)).ok()


async def test_guesses_from_one_address_lock_the_account_there_only(bare: World) -> None:
    await add_account(bare, NAME, "expert")
    async with calling_from(bare, "127.0.1.1") as stranger:
        for _ in range(PER_PAIR):
            (await guess(stranger, NAME)).refused(401, "credentials_invalid")
        (await guess(stranger, NAME)).refused(429, "rate_limited")
    (await log_in(bare, NAME)).ok()


async def test_an_office_behind_one_address_keeps_its_known_devices(bare: World) -> None:
    device = await known_device(bare)
    for number in range(PER_ADDRESS):
        (await guess(bare.anyone, f"guess-{number}")).refused(401, "credentials_invalid")
    (await log_in(bare, NAME)).refused(429, "rate_limited")
    (await log_in(bare, NAME, device=device)).ok()
    async with calling_from(bare, "127.0.1.1") as elsewhere:
        body = {"username": NAME, "password": PASSWORD}
        (await elsewhere.post("/session/staff", body)).ok()


async def test_a_known_device_has_a_counter_of_its_own(bare: World) -> None:
    device = await known_device(bare)
    for _ in range(PER_DEVICE):
        (await guess(bare.anyone, NAME, device=device)).refused(401, "credentials_invalid")
    (await log_in(bare, NAME, device=device)).refused(429, "rate_limited")
    (await log_in(bare, NAME)).ok()


async def test_a_success_forgives_the_device_and_nobody_else(bare: World) -> None:
    device = await known_device(bare)
    await strangers_lock(bare)
    for _ in range(2):
        for _ in range(PER_DEVICE - 1):
            (await guess(bare.anyone, NAME, device=device)).refused(401, "credentials_invalid")
        (await log_in(bare, NAME, device=device)).ok()
    (await log_in(bare, NAME)).refused(429, "rate_limited")


@pytest.mark.parametrize("given", ["made-up", "", "of another"])
async def test_what_is_no_device_of_this_account_helps_nothing(bare: World, given: str) -> None:
    await add_account(bare, NAME, "expert")
    other = await known_device(bare, "expert-2")
    await strangers_lock(bare)
    device = other if given == "of another" else given or "x"
    (await log_in(bare, NAME, device=device)).refused(429, "rate_limited")
    (await log_in(bare, "expert-2", device=other)).ok()


async def test_a_device_is_forgotten_with_the_sessions_and_in_time(bare: World) -> None:
    device = await known_device(bare)
    assert (await log_in(bare, NAME, device=device)).ok()["device"] == device
    async with bare.as_app():
        await end_sessions(AccountName(NAME), act=SYSTEM, clock=bare.ports.clock)
    another = (await log_in(bare, NAME, device=device)).ok()["device"]
    assert another != device
    bare.clock.ahead = KNOWN_FOR + timedelta(minutes=1)
    assert (await log_in(bare, NAME, device=another)).ok()["device"] != another
    async with bare.as_app():
        await prune_logins(clock=bare.ports.clock)
    assert len(await bare.fetch("SELECT 1 FROM devices")) == 1


async def test_ten_devices_are_known_and_their_tokens_are_not_kept(bare: World) -> None:
    first = await known_device(bare)
    tokens = [(await log_in(bare, NAME)).ok()["device"] for _ in range(10)]
    rows = {row["token_hash"] for row in await bare.fetch("SELECT token_hash FROM devices")}
    assert rows == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}
    assert first not in tokens


async def test_a_device_opens_nothing_by_itself(bare: World) -> None:
    device = await known_device(bare)
    (await bare.bearing(device).get("/session")).refused(401, "unauthenticated")
    (await log_in(bare, NAME, "wrong", device=device)).refused(401, "credentials_invalid")
