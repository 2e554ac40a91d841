"""Twenty at once meet a token that was taken away: one asks for another, and one raises the alarm.

Here twenty clients in this process, each with its own connections; in `make prove` twenty processes.
"""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatMisconfigured
from storage.redis.alarms import AlarmStore
from storage.redis.connect import open_redis
from storage.redis.keys import Keys
from storage.redis.wechat_token import TokenRecord, WeChatTokenStore
from tests.edge.wechat.one_of_many import CODE
from tests.world.sandbox import PHONE, PROJECT, SECRET, STABLE_TOKEN, Sandbox
from tests.world.servers import Embedded

MANY = 20
SECONDS = 110
PROVING = os.environ.get("HYPOTHESIS_PROFILE") == "prove"


@asynccontextmanager
async def many_clients(sandbox: Sandbox, redis_url: str) -> AsyncIterator[list[WeChat]]:
    """Clients that share what processes share, and nothing else."""
    keys = Keys(f"test-{uuid4().hex}")
    async with AsyncExitStack() as stack:
        clients = []
        for _ in range(MANY):
            redis = open_redis(redis_url)
            stack.push_async_callback(redis.aclose)
            client = WeChat(
                sandbox.url,
                sandbox.appid,
                sandbox.secret,
                clock=Clock(),
                tokens=WeChatTokenStore(redis, keys, appid=sandbox.appid),
                alarms=AlarmStore(redis, keys, subject=sandbox.appid),
            )
            clients.append(await stack.enter_async_context(client))
        yield clients


async def all_call(clients: list[WeChat]) -> Counter[str]:
    answers = await asyncio.gather(
        *(client.phone_number(CODE) for client in clients), return_exceptions=True
    )
    return Counter(type(answer).__name__ for answer in answers)


async def test_twenty_meet_a_rotated_token(sandbox: Sandbox, embedded: Embedded) -> None:
    await sandbox.fault(STABLE_TOKEN, delay_s=0.05, times=None)
    async with many_clients(sandbox, embedded.redis_url) as clients:
        for fetched in (1, 2, 3):
            assert await all_call(clients) == {"PhoneNumber": MANY}
            assert await sandbox.calls(STABLE_TOKEN) == fetched
            await sandbox.control("token", action="rotate")


@pytest.mark.parametrize("errcode", [40001, 42001])
async def test_twenty_refused_for_ever_raise_one_alarm(
    sandbox: Sandbox, embedded: Embedded, caplog: pytest.LogCaptureFixture, errcode: int
) -> None:
    async with many_clients(sandbox, embedded.redis_url) as clients:
        await all_call(clients)
        await sandbox.fault(PHONE, errcode=errcode, times=None)
        with caplog.at_level(logging.ERROR):
            for _ in range(5):
                assert await all_call(clients) == {"WeChatMisconfigured": MANY}
        assert [record.message for record in caplog.records] == [
            "wechat refuses a fresh token: check appid and secret"
        ]
        # One when it was fresh, one to hear that there is no other.
        assert await sandbox.calls(STABLE_TOKEN) == 2
        await sandbox.mend()
        assert await all_call(clients) == {"PhoneNumber": MANY}


async def test_without_sharing_each_raises_its_own(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The control of the test above."""
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                WeChat(sandbox.url, sandbox.appid, sandbox.secret, clock=Clock())
            )
            for _ in range(3)
        ]
        await sandbox.fault(PHONE, errcode=40001, times=None)
        with caplog.at_level(logging.ERROR):
            await all_call(clients)
    assert len(caplog.records) == 3


async def test_fresh_tokens_that_are_refused_are_not_asked_for_again_and_again(
    sandbox: Sandbox, wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await wechat.phone_number(CODE)
    await sandbox.fault(PHONE, errcode=40001, times=None)
    await sandbox.control("token", action="rotate")
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            with pytest.raises(WeChatMisconfigured):
                await wechat.phone_number(CODE)
    # The first one's, and another one after the rotation.
    assert await sandbox.calls(STABLE_TOKEN) == 2
    assert len(caplog.records) == 1


async def test_who_met_a_token_that_died_at_once_takes_the_one_that_a_sibling_has(
    sandbox: Sandbox, embedded: Embedded
) -> None:
    redis, keys = open_redis(embedded.redis_url), Keys(f"test-{uuid4().hex}")
    store, clock = WeChatTokenStore(redis, keys, appid=sandbox.appid), Clock()
    async with WeChat(
        sandbox.url, sandbox.appid, sandbox.secret, clock=clock, tokens=store
    ) as client:
        await client.phone_number(CODE)
        await sandbox.control("token", action="rotate")
        await sandbox.fault(PHONE, errcode=40001, times=2)
        with pytest.raises(WeChatMisconfigured):
            await client.phone_number(CODE)
        await sandbox.control("token", action="rotate")
        now = clock.now()
        await store.write(TokenRecord(await sandbox.token(), now + timedelta(hours=2), now))
        assert await client.phone_number(CODE)
    await redis.aclose()


@pytest.mark.skipif(not PROVING, reason="twenty processes take half a minute: in `make prove`")
async def test_twenty_processes(sandbox: Sandbox, embedded: Embedded) -> None:
    namespace = f"test-{uuid4().hex}"
    arguments = (sandbox.url, sandbox.appid, embedded.redis_url, namespace)
    async with AsyncExitStack() as stack:
        processes = [await _start(stack, *arguments) for _ in range(MANY)]

        async def call() -> Counter[str]:
            for process in processes:
                assert process.stdin is not None
                process.stdin.write(b"call\n")
            return Counter(await asyncio.gather(*map(_line, processes)))

        for fetched in (1, 2, 3):
            assert await call() == {"ok": MANY}
            assert await sandbox.calls(STABLE_TOKEN) == fetched
            await sandbox.control("token", action="rotate")
        assert await call() == {"ok": MANY}
        await sandbox.fault(PHONE, errcode=40001, times=None)
        for _ in range(3):
            assert await call() == {"WeChatMisconfigured": MANY}
        assert await sandbox.calls(STABLE_TOKEN) == 5
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
        alarms = [int(line) for line in await asyncio.gather(*map(_line, processes))]
        assert sum(alarms) == 1


async def _start(stack: AsyncExitStack, *arguments: str) -> Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.edge.wechat.one_of_many", *arguments),
        cwd=PROJECT,
        env={**os.environ, "SHUANGTUI_WECHAT_SECRET": SECRET},
        stdin=PIPE,
        stdout=PIPE,
    )
    stack.push_async_callback(_end, process)
    return process


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), SECONDS)).decode().strip()
