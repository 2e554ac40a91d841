"""The access token: one fetch for many callers, one repeat for a refused one, then alarm."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatMisconfigured, WeChatUnavailable
from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.wechat_token import TokenRecord, WeChatTokenStore
from tests.edge.wechat.conftest import MovableTime
from tests.world.sandbox import PHONE, STABLE_TOKEN, Sandbox
from tests.world.servers import Embedded

CODE = "sandbox-phone-13812341234"


@pytest_asyncio.fixture(loop_scope="session")
async def redis(embedded: Embedded) -> AsyncIterator[Client]:
    opened = open_redis(embedded.redis_url)
    yield opened
    await opened.aclose()


@pytest.fixture
def store(redis: Client, sandbox: Sandbox) -> WeChatTokenStore:
    return WeChatTokenStore(redis, Keys(f"test-{uuid4().hex}"), appid=sandbox.appid)


def client(sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore | None) -> WeChat:
    return WeChat(sandbox.url, sandbox.appid, sandbox.secret, clock=Clock(time.now), tokens=store)


async def fifty(*clients: WeChat) -> None:
    await asyncio.gather(
        *(clients[number % len(clients)].phone_number(CODE) for number in range(50))
    )


async def test_fifty_at_once_fetch_once_also_after_a_rotation(
    sandbox: Sandbox, wechat: WeChat
) -> None:
    await fifty(wechat)
    assert await sandbox.calls(STABLE_TOKEN) == 1
    await sandbox.control("token", action="rotate")
    await fifty(wechat)
    assert await sandbox.calls(STABLE_TOKEN) == 2


async def test_processes_share_one_token(
    sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore
) -> None:
    await sandbox.fault(STABLE_TOKEN, delay_s=0.1, times=None)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        clients = [await enter(client(sandbox, time, store)) for _ in range(5)]
        await fifty(*clients)
        assert await sandbox.calls(STABLE_TOKEN) == 1
        await sandbox.control("token", action="rotate")
        await fifty(*clients)
        assert await sandbox.calls(STABLE_TOKEN) == 2


async def test_processes_that_share_nothing_fetch_each(sandbox: Sandbox, time: MovableTime) -> None:
    """The control of the test above."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        clients = [await enter(client(sandbox, time, None)) for _ in range(5)]
        await fifty(*clients)
    assert await sandbox.calls(STABLE_TOKEN) == 5


async def test_a_late_comer_takes_the_shared_token(
    sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore
) -> None:
    async with client(sandbox, time, store) as first:
        await first.phone_number(CODE)
    async with client(sandbox, time, store) as second:
        await second.phone_number(CODE)
    assert await sandbox.calls(STABLE_TOKEN) == 1


async def test_without_redis_each_process_helps_itself(
    sandbox: Sandbox, time: MovableTime, tmp_path: Path
) -> None:
    nowhere = open_redis(f"unix://{tmp_path}/nothing-here")
    store = WeChatTokenStore(nowhere, Keys(), appid=sandbox.appid)
    async with client(sandbox, time, store) as alone:
        await fifty(alone)
        time.ahead += timedelta(seconds=120)
        await fifty(alone)
        assert await sandbox.calls(STABLE_TOKEN) == 1
        await sandbox.control("token", action="rotate")
        await fifty(alone)
    assert await sandbox.calls(STABLE_TOKEN) == 2
    await nowhere.aclose()


async def test_whoever_finds_the_lock_taken_waits_for_the_holders_token(
    sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore
) -> None:
    token = await sandbox.token()
    async with client(sandbox, time, store) as waiting, store.lock() as mine:
        assert mine
        calls = [asyncio.create_task(waiting.phone_number(CODE)) for _ in range(5)]
        now = time.now()
        await store.write(TokenRecord(token, now + timedelta(seconds=7200), now))
        await asyncio.gather(*calls)
    # The one fetch is this test's own, above.
    assert await sandbox.calls(STABLE_TOKEN) == 1


async def test_a_lock_let_go_without_a_token_is_taken_over(
    sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore
) -> None:
    async with client(sandbox, time, store) as waiting:
        async with store.lock() as mine, store.lock() as also_mine:
            assert (mine, also_mine) == (True, False)
            call = asyncio.create_task(waiting.phone_number(CODE))
        assert await call
    assert await sandbox.calls(STABLE_TOKEN) == 1
    async with store.lock() as free_again:
        assert free_again


async def test_a_holder_that_died_is_not_waited_for_long(
    sandbox: Sandbox, time: MovableTime, store: WeChatTokenStore
) -> None:
    async with store.lock() as mine, client(sandbox, time, store) as waiting:
        assert mine
        assert await waiting.phone_number(CODE)
        async with client(sandbox, time, store) as late:
            assert await late.phone_number(CODE)
    assert await sandbox.calls(STABLE_TOKEN) == 1


@pytest.mark.parametrize("errcode", [40001, 40014, 42001, 41001])
async def test_a_token_refused_for_ever_stops_with_an_alarm(
    sandbox: Sandbox, wechat: WeChat, errcode: int
) -> None:
    await wechat.phone_number(CODE)
    await sandbox.fault(PHONE, errcode=errcode, times=None)
    for _ in range(10):
        with pytest.raises(WeChatMisconfigured):
            await wechat.phone_number(CODE)
    # One when it was fresh, one to hear that there is no other.
    assert await sandbox.calls(STABLE_TOKEN) == 2


async def test_a_fresh_token_refused_too_is_not_tried_a_third_time(
    sandbox: Sandbox, wechat: WeChat
) -> None:
    await wechat.phone_number(CODE)
    await sandbox.control("token", action="rotate")
    await sandbox.fault(PHONE, errcode=40001, times=2)
    with pytest.raises(WeChatMisconfigured):
        await wechat.phone_number(CODE)
    assert await sandbox.calls(PHONE) == 3
    assert await wechat.phone_number(CODE)


async def test_renewed_five_minutes_before_its_end(
    sandbox: Sandbox, wechat: WeChat, time: MovableTime
) -> None:
    await wechat.phone_number(CODE)
    for ahead, fetches in ((6800, 1), (80, 1), (30, 2)):
        time.ahead += timedelta(seconds=ahead)
        await sandbox.control("clock", advance_s=ahead)
        await wechat.phone_number(CODE)
        assert await sandbox.calls(STABLE_TOKEN) == fetches


async def test_an_expired_token_is_replaced(sandbox: Sandbox, wechat: WeChat) -> None:
    await wechat.phone_number(CODE)
    await sandbox.control("clock", advance_s=7300)
    assert await wechat.phone_number(CODE)
    assert await sandbox.calls(PHONE) == 3


async def test_a_busy_token_api_is_asked_three_times(sandbox: Sandbox, wechat: WeChat) -> None:
    await sandbox.fault(STABLE_TOKEN, errcode=-1, times=1)
    await sandbox.fault(STABLE_TOKEN, reset="after", times=1)
    assert await wechat.phone_number(CODE)
    assert await sandbox.calls(STABLE_TOKEN) == 3


@pytest.mark.parametrize("errcode", [-1, 45009, 45011])
async def test_no_token_to_be_had(sandbox: Sandbox, wechat: WeChat, errcode: int) -> None:
    await sandbox.fault(STABLE_TOKEN, errcode=errcode, times=None)
    with pytest.raises(WeChatUnavailable) as caught:
        await wechat.phone_number(CODE)
    assert type(caught.value) is WeChatUnavailable
    assert await sandbox.calls(PHONE) == 0


async def test_a_wrong_secret_is_an_operators_business(sandbox: Sandbox, time: MovableTime) -> None:
    async with WeChat(sandbox.url, sandbox.appid, "wrong", clock=Clock(time.now)) as wrong:
        with pytest.raises(WeChatMisconfigured) as caught:
            await wrong.phone_number(CODE)
    assert caught.value.errcode == 40125
    assert await sandbox.calls(STABLE_TOKEN) == 1
