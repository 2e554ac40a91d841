"""A worker process that begins a job and then hangs, or dies of it; run by `test_jobs`."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from uuid import UUID

from tortoise.context import TortoiseContext

from server.edge.jobs.run import Pace, run_jobs
from storage.postgres.core.connect import tortoise_config


async def main(dsn: str, entrypoint: str, fate: str) -> None:
    async def begin(subject: UUID) -> None:
        print(f"begun {subject}", flush=True)  # noqa: T201  # the test reads it
        if fate == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.Event().wait()

    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=2))
        pace = Pace(heartbeat=timedelta(seconds=1))
        await run_jobs(dsn, {entrypoint: begin}, stop=asyncio.Event(), pace=pace)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
