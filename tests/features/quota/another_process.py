"""A second server process beside the one that runs inside the test process, on the same stores."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import create_server

from standalone.embedded import process
from standalone.embedded.child import LISTEN_FD, Child
from standalone.supervision.probes import answers_http
from tests.world.application import World
from tests.world.client import Client
from tests.world.installation import START_WITHIN_S, environment
from tests.world.sandbox import PROJECT


@asynccontextmanager
async def another_process(world: World, folder: Path) -> AsyncIterator[Client]:
    """Nobody in particular, calling that other process; it ends with the block."""
    with create_server(("127.0.0.1", 0), backlog=256) as site:
        port = site.getsockname()[1]

        async def serves() -> bool:
            return await answers_http("127.0.0.1", port, "/health/live")

        child = Child(
            name="another-server",
            argv=(sys.executable, "-m", "server", "serve", "--fd", str(LISTEN_FD)),
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **environment(world.settings)},
            pid_file=folder / "another-server.pid",
            log_file=folder / "another-server.log",
            listen=site,
            ready=serves,
            ready_within_s=START_WITHIN_S,
        )
        running = await process.launch(child)
        try:
            await process.until_ready(child, running)
            yield Client(f"http://127.0.0.1:{port}", world.http)
        finally:
            await process.stop(child, running)
