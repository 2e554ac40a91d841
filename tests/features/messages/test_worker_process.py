"""The worker as its own process: it takes the database's role of its own, and stops when told."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from config.settings import Settings
from tests.features.messages.conftest import Told, until
from tests.world.application import World

PROJECT = Path(__file__).resolve().parents[3]
STOP_SECONDS = 10
_START = (
    "import os; from config.settings import read_settings; from server.worker import run;"
    " run(read_settings(), os.environ['SHUANGTUI_WORKER_DSN'])"
)


def environment(settings: Settings, dsn: str) -> dict[str, str]:
    plain = (
        *("environment", "postgres_dsn", "redis_url", "s3_endpoint", "s3_access_key"),
        *("s3_secret_key", "s3_bucket", "wechat_appid", "wechat_secret", "wechat_push_token"),
        *("wechat_push_aes_key", "wechat_base_url", "master_key_current", "receipt_kid"),
        *("redis_namespace", "settle_seconds", "quiet_hours"),
    )
    given = {name: str(getattr(settings, name)) for name in plain}
    given["master_keys"] = ",".join(
        f"{name}={_text(key)}" for name, key in settings.master_keys.items()
    )
    given |= {"index_key": _text(settings.index_key), "receipt_key": _text(settings.receipt_key)}
    return {f"SHUANGTUI_{name.upper()}": value for name, value in given.items()} | {
        "SHUANGTUI_WORKER_DSN": dsn
    }


def _text(key: bytes) -> str:
    return urlsafe_b64encode(key).decode().rstrip("=")


@asynccontextmanager
async def process(world: World, dsn: str) -> AsyncIterator[Process]:
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _START),
        cwd=PROJECT,
        env=environment(world.settings, dsn),
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def test_killed_and_started_again_it_tells_what_is_due(told: Told) -> None:
    async with process(told.world, told.dsn) as first:
        await until(lambda: told.rows("application.submitted"), "told of the submission")
        first.send_signal(signal.SIGKILL)
        await first.wait()
        await told.accept("result")
        await told.tell("application.rejected", reason="不符合条件")
        async with process(told.world, told.dsn) as second:
            assert await told.state("application.rejected", "sent", "none", "failed") == "sent"
            second.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(second.wait(), STOP_SECONDS) == 0
    assert len(await told.deliveries()) == 1
    assert len(await told.rows("application.submitted")) == 1
