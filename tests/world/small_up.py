"""`up` in small: the embedded servers and one HTTP server under the supervisor, in a process.

Run as `python -m tests.world.small_up DATA PORT`. Journal lines go to standard error, and one
line of JSON (`{"port", "postgres_dsn", …}`) to standard output once everything serves.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from server.clock import Clock
from server.edge.web.listening import listen_on
from server.errors import StartRefused
from standalone.embedded.child import Child
from standalone.embedded.plan import ServersPlan, Tuning, prepared
from standalone.embedded.postgres import PostgresTuning
from standalone.supervision.journal import Journal
from standalone.supervision.probes import answers_http
from standalone.supervision.stop_order import StopTurn
from standalone.supervision.supervisor import Supervisor, supervise

REFUSED = 3
_TUNING = Tuning(PostgresTuning(shared_buffers_mb=32, max_connections=40))


async def up(data: Path, wanted_port: int) -> None:
    async with prepared(data, tuning=_TUNING) as plan:
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
                await supervisor.start(plan.children["postgres"])
                await supervisor.start(plan.children["s3"], plan.children["valkey"])
                await supervisor.start(server)
                say(plan, port)

            await supervise(body, journal=Journal(Clock(), sys.stderr))


def say(plan: ServersPlan, port: int) -> None:
    told = {
        "port": port,
        "first_start": plan.first_start,
        "postgres_dsn": plan.servers.postgres_dsn,
        "redis_url": plan.servers.redis_url,
        "s3_endpoint": plan.servers.s3_endpoint,
        "s3_access_key": plan.servers.s3_access_key,
        "s3_secret_key": plan.servers.s3_secret_key,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    os.umask(0o022)
    try:
        asyncio.run(up(Path(sys.argv[1]), int(sys.argv[2])))
    except StartRefused as refused:
        sys.stderr.write(refused.text.en + "\n")
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
