"""Holds the servers of one pytest run: started by whoever needs them first, ends with the run.

A process of its own, because with xdist the first worker to need them may not be the last.
Run as `python -m tests.world.holder ROOT PID-OF-PYTEST`.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from standalone.embedded.folder import write_private
from standalone.embedded.plan import EmbeddedServers, Tuning
from standalone.embedded.postgres import PostgresTuning
from standalone.embedded.running import embedded_servers

REDIS_DATABASES = 64
_TUNING = Tuning(PostgresTuning(shared_buffers_mb=128, max_connections=400), REDIS_DATABASES)


async def hold(root: Path, run_pid: int) -> None:
    """Serve until SIGTERM, or until the run has ended in whatever way; leave nothing behind."""
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    try:
        run = os.pidfd_open(run_pid)
    except ProcessLookupError:
        return
    asyncio.get_running_loop().add_reader(run, over.set)
    try:
        async with embedded_servers(root / "data", tuning=_TUNING) as running:
            write_private(root / "servers.json", json.dumps(_described(running.servers)))
            await over.wait()
    finally:
        asyncio.get_running_loop().remove_reader(run)
        os.close(run)


def _described(servers: EmbeddedServers) -> dict[str, str | int]:
    if servers.postgres is None or servers.valkey is None or servers.s3 is None:
        raise LookupError("the shared servers are all three")
    return {
        "holder": os.getpid(),
        "postgres_sockets": str(servers.postgres.sockets),
        "postgres_password": servers.postgres.password,
        "redis_socket": str(servers.valkey.socket),
        "redis_password": servers.valkey.password,
        "s3_endpoint": servers.s3.endpoint,
        "s3_access_key": servers.s3.access_key,
        "s3_secret_key": servers.s3.secret_key,
    }


def main(root: Path, run_pid: int) -> None:
    """A run that still lives removes the folder itself, after it has read the log in it."""
    asyncio.run(hold(root, run_pid))
    try:
        os.kill(run_pid, 0)
    except ProcessLookupError:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
