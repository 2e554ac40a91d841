"""`up` in small: the embedded servers and one HTTP server under the supervisor, in a process.

Run as `python -m tests.world.small_up DATA PORT [NAME…]`; with names, those servers alone.
Journal lines go to standard error, and one line of JSON (`{"port", "postgres_dsn", …}`) to standard
output once everything serves.
"""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from server.clock import Clock
from server.edge.web.listening import listen_on
from server.errors import StartRefused
from standalone.embedded.child import Child
from standalone.embedded.plan import ALL_SERVERS, ServerName, ServersPlan, Tuning, prepared
from standalone.embedded.postgres import PostgresTuning
from standalone.supervision.journal import Journal
from standalone.supervision.probes import answers_http
from standalone.supervision.stop_order import StopTurn
from standalone.supervision.supervisor import Supervisor, supervise

REFUSED = 3
_TUNING = Tuning(PostgresTuning(shared_buffers_mb=32, max_connections=40))


async def up(data: Path, wanted_port: int, names: Sequence[ServerName]) -> None:
    async with prepared(data, tuning=_TUNING, names=names or ALL_SERVERS) as plan:
        with listen_on("127.0.0.1", wanted_port, option="--port") as site:
            port: int = site.getsockname()[1]
            server = Child(
                name="server",
                argv=(sys.executable, str(Path(__file__).with_name("tiny_server.py")), str(data)),
                cwd=data,
                env={"PATH": "/usr/bin:/bin"},
                listen=site,
                pid_file=plan.folder.pid_file("server"),
                ready=lambda: answers_http("127.0.0.1", port, "/"),
                stop_turn=StopTurn.SERVER,
            )

            async def body(supervisor: Supervisor) -> None:
                if names:
                    await supervisor.start(*plan.children.values())
                else:
                    await supervisor.start(plan.children["postgres"])
                    await supervisor.start(plan.children["s3"], plan.children["valkey"])
                    await supervisor.start(server)
                say(plan, port)

            await supervise(body, journal=Journal(Clock(), sys.stderr))


def say(plan: ServersPlan, port: int) -> None:
    servers = plan.servers
    told: dict[str, object] = {"port": port, "first_start": plan.first_start}
    if servers.postgres is not None:
        told["postgres_dsn"] = servers.postgres_dsn
    if servers.valkey is not None:
        told["redis_url"] = servers.redis_url
    if servers.s3 is not None:
        told["s3_endpoint"] = servers.s3_endpoint
        told["s3_access_key"] = servers.s3_access_key
        told["s3_secret_key"] = servers.s3_secret_key
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    os.umask(0o022)
    try:
        names = cast(list[ServerName], sys.argv[3:])
        asyncio.run(up(Path(sys.argv[1]), int(sys.argv[2]), names))
    except StartRefused as refused:
        sys.stderr.write(refused.text.en + "\n")
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
