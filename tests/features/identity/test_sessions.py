"""Sessions: ended for good, cached for a moment, alive without Redis."""

import asyncio
from datetime import timedelta

import pytest

from server.features.identity.resolve_session import SessionResolver
from server.features.identity.sessions import hash_of
from storage.redis.cache import Cache
from storage.redis.connect import open_redis
from storage.redis.keys import Keys
from storage.redis.session_cache import ENDED, SessionCache
from tests.world.accounts import PASSWORD, account, officer
from tests.world.application import World
from tests.world.bare import forget

KEYS = Keys("bare")


async def test_without_or_with_a_made_up_token_nobody_is_logged_in(bare: World) -> None:
    for token in ("", "x" * 43, "ü", "a b"):
        answer = await bare.bearing(token).call("GET", "/session")
        assert (answer.status, answer.body["code"]) == (401, "unauthenticated")


async def test_who_am_i(bare: World) -> None:
    lin = await bare.newcomer("lin")
    answer = await lin.call("GET", "/session")
    assert answer.status == 200
    assert (
        answer.body["user"] | {"id": str(lin.id), "grants": [], "consent_due": True}
        == (answer.body["user"])
    )
    assert answer.body["user"]["privacy_text_version"] == "2026-12.2"


async def test_logging_out_ends_this_session_and_no_other(bare: World) -> None:
    phone, tablet = await bare.wechat("lin"), await bare.wechat("lin")
    assert (await phone.call("GET", "/session")).status == 200
    assert (await phone.call("DELETE", "/session")).status == 204
    assert (await phone.call("GET", "/session")).status == 401
    assert (await tablet.call("GET", "/session")).status == 200


async def test_a_login_takes_the_place_of_the_session_that_it_came_with(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    (await lin.get("/session")).ok()
    token = (await lin.post("/session/wechat", {"code": "sandbox-lin"})).ok()["token"]
    (await lin.get("/session")).refused(401, "unauthenticated")
    (await bare.bearing(token).get("/session")).ok()
    (await wu.post("/session/wechat", {"code": "sandbox-lin"})).ok()
    (await wu.get("/session")).ok()
    expert = await account(bare, "expert-1", "expert")
    body = {"username": "expert-1", "password": PASSWORD}
    (await expert.post("/session/staff", body)).ok()
    (await expert.get("/session")).refused(401, "unauthenticated")


async def test_a_flush_logs_nobody_out_and_revives_nobody(bare: World) -> None:
    lin, wu = await bare.wechat("lin"), await bare.wechat("wu")
    assert (await lin.call("GET", "/session")).status == 200
    await wu.call("DELETE", "/session")
    await forget(bare)
    assert (await lin.call("GET", "/session")).status == 200
    assert (await wu.call("GET", "/session")).status == 401


async def test_a_resolved_session_is_answered_from_redis(bare: World) -> None:
    """The control of the tests above: there is a cache, and it is what answers."""
    lin = await bare.wechat("lin")
    assert (await lin.call("GET", "/notifications")).status == 200
    await bare.fetch("UPDATE sessions SET revoked_at = now()")  # past the application
    assert (await lin.call("GET", "/notifications")).status == 200
    await forget(bare)
    assert (await lin.call("GET", "/notifications")).status == 401


async def test_what_was_read_before_the_end_is_not_kept_after_it(bare: World) -> None:
    cache = bare.ports.sessions
    await cache.keep("early", b"read")
    assert await cache.find("early") == b"read"
    await cache.end("early")
    await cache.keep("early", b"read")
    assert await cache.find("early") == ENDED
    await cache.cache.drop("early")
    await cache.keep("early", b"read")
    assert await cache.find("early") == b"read", "only the mark of the end stands in the way"


async def test_what_was_read_before_a_change_of_rights_is_not_kept_after_it(bare: World) -> None:
    cache = bare.ports.sessions
    await cache.forget("changed")
    await cache.keep("changed", b"read before")
    assert await cache.find("changed") is None


async def test_entries_live_thirty_seconds_at_most(bare: World) -> None:
    lin = await bare.wechat("lin")
    await lin.call("GET", "/session")
    left = await bare.ports.redis.pttl(KEYS.cache("session", hash_of(lin.token)))
    assert 0 < left <= 30_000


@pytest.mark.parametrize("content", [b"\x00", b"\x93\x01\x02\x03", b"garbage"])
async def test_an_entry_of_another_shape_is_no_entry(bare: World, content: bytes) -> None:
    lin = await bare.wechat("lin")
    await bare.ports.sessions.cache.put(hash_of(lin.token), content)
    assert (await lin.call("GET", "/session")).status == 200


async def test_sessions_resolve_while_redis_is_away(bare: World) -> None:
    lin = await bare.wechat("lin")
    nowhere = open_redis("unix:///nonexistent/socket")
    away = SessionCache(Cache(nowhere, "session", 30, KEYS))
    resolve = SessionResolver(away, bare.ports.clock, bare.ports.login)
    async with bare.as_app():
        identity = await resolve(lin.token)
        assert await resolve("x" * 43) is None
    await nowhere.aclose()
    assert identity is not None
    assert (identity.user_id, identity.roles) == (lin.id, {"enterprise"})


async def test_a_session_ends_by_itself_after_seven_days_cached_or_not(bare: World) -> None:
    lin = await bare.wechat("lin")
    bare.clock.ahead = timedelta(days=7, seconds=-5)
    assert (await lin.call("GET", "/session")).status == 200
    bare.clock.ahead = timedelta(days=7, seconds=5)
    assert (await lin.call("GET", "/session")).status == 401
    await forget(bare)
    assert (await lin.call("GET", "/session")).status == 401


async def test_a_grant_counts_only_while_it_is_in_force_cached_or_not(bare: World) -> None:
    expert = await officer(bare, "expert-1", "expert")
    await bare.fetch("UPDATE grants SET valid_to = $1", bare.clock.now() + timedelta(minutes=5))
    await forget(bare)
    assert len((await expert.call("GET", "/session")).body["user"]["grants"]) == 1
    bare.clock.ahead = timedelta(minutes=6)
    assert (await expert.call("GET", "/session")).body["user"]["grants"] == []


async def test_many_requests_at_once_with_one_fresh_token(bare: World) -> None:
    lin = await bare.wechat("lin")
    answers = await asyncio.gather(*(lin.call("GET", "/session") for _ in range(12)))
    assert {answer.status for answer in answers} == {200}
