"""One of many processes that use one app: calls WeChat when told to, and says how it went.

Run as `python -m tests.edge.wechat.one_of_many URL APPID REDIS NAMESPACE`; the secret comes by
environment. A line on standard input is one call; the answer is `ok`, `misconfigured` or another
error's name, and at the end of input the number of alarms it raised.
"""

import asyncio
import logging
import os
import sys

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.errors import AppError
from storage.redis.alarms import AlarmStore
from storage.redis.connect import open_redis
from storage.redis.keys import Keys
from storage.redis.wechat_token import WeChatTokenStore

CODE = "sandbox-phone-13812341234"


class Counted(logging.Handler):
    """Counts the errors of the log, which are what operators are woken by."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.levelno >= logging.ERROR


async def main(url: str, appid: str, redis_url: str, namespace: str) -> None:
    errors = Counted()
    logging.getLogger().addHandler(errors)
    redis, keys = open_redis(redis_url), Keys(namespace)
    running = asyncio.get_running_loop()
    async with WeChat(
        url,
        appid,
        os.environ["SHUANGTUI_WECHAT_SECRET"],
        clock=Clock(),
        tokens=WeChatTokenStore(redis, keys, appid=appid),
        alarms=AlarmStore(redis, keys, subject=appid),
    ) as wechat:
        while await running.run_in_executor(None, sys.stdin.readline):
            try:
                await wechat.phone_number(CODE)
                said = "ok"
            except AppError as error:
                said = type(error).__name__
            _say(said)
    _say(str(errors.count))
    await redis.aclose()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
