"""`maintenance begin|end|show`: an operator closes the API for a while, for all processes at once.

It needs Redis alone, so that it works while the database is being restored.
"""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.rules.wording import moment_in_words
from server.cli.place import find_place
from server.cli.say import say
from server.stores import build_stores
from storage.redis.closing import ClosingStore


def run_begin(options: Namespace) -> None:
    asyncio.run(_begin(options))


def run_end(options: Namespace) -> None:
    asyncio.run(_end(options))


def run_show(options: Namespace) -> None:
    asyncio.run(_show(options))


@asynccontextmanager
async def _closing(options: Namespace) -> AsyncIterator[ClosingStore]:
    stores = build_stores(find_place(options.data).settings)
    try:
        yield ClosingStore(stores.redis, stores.keys)
    finally:
        await stores.redis.aclose()


async def _begin(options: Namespace) -> None:
    async with _closing(options) as closing:
        await closing.close(options.until)
    say(
        "接口已关闭，一秒内对所有进程生效；完成后请运行 maintenance end",
        "The API is closed, within a second in every process; `maintenance end` opens it again",
    )


async def _end(options: Namespace) -> None:
    async with _closing(options) as closing:
        if await closing.open():
            say("接口已重新开放", "The API is open again")
        else:
            say("接口本来就是开放的", "The API was open")


async def _show(options: Namespace) -> None:
    async with _closing(options) as closing:
        closed, until = await closing.read()
    if not closed:
        say("接口开放", "The API is open")
    elif until is None:
        say("接口已关闭，没有说明何时恢复", "The API is closed, without a time of its end")
    else:
        said = moment_in_words(until)
        say(f"接口已关闭，告知用户的恢复时间是 {said.zh}", f"Closed, said to be until {said.en}")
