"""A whole installation of its own, every part a process, so that each can be killed and brought back."""

import asyncio
import re
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from socket import create_server, socket
from typing import Any, cast

import aiohttp
from prometheus_client import CollectorRegistry

from config.settings import PREFIX, Settings
from server.compose import build_ports
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from standalone.embedded import process
from standalone.embedded.child import LISTEN_FD, Child
from standalone.embedded.plan import EmbeddedServers, ServerName, Tuning
from standalone.embedded.postgres import PostgresTuning
from standalone.embedded.running import Running, embedded_servers
from standalone.supervision.probes import answers_http, runs
from storage.postgres.core.connect import raw_connection
from tests.world.application import (
    MovableClock,
    World,
    demo_definition,
    settings_for,
)
from tests.world.databases import APP_PASSWORD, copy_schema
from tests.world.sandbox import PROJECT, Sandbox, sandbox_process
from tests.world.servers import Embedded
from tests.world.shipped import demo_platforms

_TUNING = Tuning(PostgresTuning(shared_buffers_mb=64, max_connections=100))
_DATABASE = "installation"
_SERVERS = ("postgres", "valkey", "s3")
WITHIN_S = 60.0
START_WITHIN_S = 90.0
_WENT_WELL = re.compile(r'"status": ?[23]\d\d')


@dataclass(frozen=True)
class Shape:
    """What differs from the usual: how many server processes, run from which module, what settings.

    `pool` are changes to the pool of the edition that the installation publishes.
    """

    servers: int = 1
    module: str = "server"
    settings: Mapping[str, Any] = field(default_factory=dict)
    pool: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """`server`, `server-2`, `server-3`, …"""
        return ["server", *(f"server-{number}" for number in range(2, self.servers + 1))]


@dataclass
class Installation:
    """`kill` is SIGKILL, `start` brings the same part back at its old address."""

    world: World
    running: Running
    worker_dsn: str
    children: dict[str, Child]
    _processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    _stand_in: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def kill(self, name: str) -> None:
        if name in _SERVERS:
            await self.running.kill(cast(ServerName, name))
        elif name == "wechat":
            await self._stand_in.aclose()
        else:
            self._processes[name].kill()
            await self._processes[name].wait()

    async def start(self, name: str) -> None:
        if name in _SERVERS:
            await self.running.start(cast(ServerName, name))
        elif name == "wechat":
            port = self.world.settings.wechat_base_url.rpartition(":")[2]
            context = sandbox_process("--port", port)
            self.world.sandbox = await self._stand_in.enter_async_context(context)
        else:
            child = self.children[name]
            self._processes[name] = await process.launch(child)
            await process.until_ready(child, self._processes[name])

    async def end(self) -> None:
        for name, started in self._processes.items():
            await process.stop(self.children[name], started)
        await self._stand_in.aclose()

    def ports(self) -> list[int]:
        """Where the server processes answer, one address each."""
        sites = [child.listen for child in self.children.values()]
        return [site.getsockname()[1] for site in sites if site is not None]

    def log_of(self, name: str) -> str:
        log = self.running.plan.folder.log_file(name)
        return log.read_text("utf-8") if log.exists() else ""

    def show_logs(self, most: int = 60) -> None:
        """What each part of ours logged last, requests that went well left out, for the report."""
        for name in self.children:
            lines = [line for line in self.log_of(name).splitlines() if not _WENT_WELL.search(line)]
            sys.stderr.write(f"--- {name}: the last of {len(lines)} lines\n")
            sys.stderr.writelines(f"{line[:2000]}\n" for line in lines[-most:])


async def until(
    condition: Callable[[], Awaitable[Any]], what: str, within_s: float = WITHIN_S
) -> Any:
    """What the condition answers once it is true; a client error counts as not yet."""
    deadline, found, rest_s = time.monotonic() + within_s, None, 0.02
    while not found:
        try:
            found = await condition()
        except (aiohttp.ClientError, OSError, AssertionError) as error:
            found, last = None, error
            assert time.monotonic() < deadline, f"not within {within_s:g} s: {what}: {last!r}"
        if not found:
            assert time.monotonic() < deadline, f"not within {within_s:g} s: {what}"
            await asyncio.sleep(rest_s)
            # Who waits for long leaves the processors to what is waited for.
            rest_s = min(rest_s * 1.2, 0.3)
    return found


@asynccontextmanager
async def installation(
    embedded: Embedded, name: str, shape: Shape = Shape()
) -> AsyncIterator[Installation]:
    """PostgreSQL, Valkey, S3, the stand-in, server processes and one worker.

    Their data lie inside the run's folder, which goes with the run however that ends.
    """
    folder = embedded.root / f"{name}-{embedded.worker}"
    async with (
        embedded_servers(folder, tuning=_TUNING) as running,
        aiohttp.ClientSession() as http,
    ):
        made = await _put_together(embedded, running, http, shape)
        try:
            yield made
        except BaseException:
            made.show_logs()
            raise
        finally:
            await made.end()
            await made.world.ports.redis.aclose()
            await made.world.ports.bucket.close()


async def _put_together(
    embedded: Embedded, running: Running, http: aiohttp.ClientSession, shape: Shape
) -> Installation:
    owner = await _database(embedded, running.servers)
    stand_in = AsyncExitStack()
    sandbox = await stand_in.enter_async_context(sandbox_process())
    settings = replace(
        settings_for(_as_share(running.servers), _DATABASE, sandbox.url, "races"),
        **{"log_level": "INFO", **shape.settings},
    )
    sites = {name: create_server(("127.0.0.1", 0), backlog=1024) for name in shape.names}
    world = await _published(settings, owner, sites["server"], http, sandbox, pool=shape.pool)
    postgres = running.servers.postgres
    assert postgres is not None
    worker_dsn = postgres.dsn(_DATABASE, user="shuangtui_worker", password=APP_PASSWORD)
    environ = {**environment(settings), PREFIX + "WORKER_DSN": worker_dsn}
    children = {"worker": _child(running, environ, "worker", "-m", "server", "worker")}
    for name, site in sites.items():
        argv = ("-m", shape.module, "serve", "--fd", str(LISTEN_FD))
        children[name] = _child(running, environ, name, *argv, site=site)
    made = Installation(world, running, worker_dsn, children, _stand_in=stand_in)
    await asyncio.gather(*(made.start(name) for name in (*shape.names, "worker")))
    return made


async def _database(embedded: Embedded, servers: EmbeddedServers) -> str:
    admin = await raw_connection(servers.postgres_dsn)
    await admin.execute(f"CREATE DATABASE {_DATABASE}")
    await admin.close()
    assert servers.postgres is not None
    owner = servers.postgres.dsn(_DATABASE)
    await copy_schema(embedded, owner)
    return owner


def _as_share(servers: EmbeddedServers) -> Embedded:
    assert servers.postgres is not None
    assert servers.valkey is not None
    assert servers.s3 is not None
    return Embedded(
        postgres_dsn=servers.postgres_dsn,
        database=_DATABASE,
        redis_url=servers.redis_url,
        s3_endpoint=servers.s3_endpoint,
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        bucket="races",
        worker=0,
        root=Path(),
        postgres=servers.postgres,
        valkey=servers.valkey,
        s3=servers.s3,
    )


async def _published(
    settings: Settings,
    owner: str,
    site: socket,
    http: aiohttp.ClientSession,
    sandbox: Sandbox,
    *,
    pool: Mapping[str, Any],
) -> World:
    url = f"http://127.0.0.1:{site.getsockname()[1]}"
    clock = MovableClock()
    ports = build_ports(settings, CollectorRegistry())
    world = World(url, http, settings, owner, ports, sandbox, clock, "")
    await ports.bucket.ensure()
    world.edition = await publish(world, "races", **pool)
    return world


async def publish(world: World, name: str, **changes: Any) -> str:
    """An edition whose ranking the worker builds; `changes` go to its pool `copay`."""
    from_demo = demo_definition()
    code = f"sh-shuangtui-{name}"
    definition = replace(
        from_demo,
        edition=replace(from_demo.edition, code=code),
        pools=tuple(replace(pool, **changes) for pool in from_demo.pools),
    )
    async with world.as_owner():
        await publish_editions([definition], clock=world.ports.clock)
        await seed_platforms(
            demo_platforms(), code, keyring=world.ports.keyring, clock=world.ports.clock
        )
    return code


def _child(
    running: Running, environ: dict[str, str], name: str, *argv: str, site: socket | None = None
) -> Child:
    """A process of ours; one that serves is ready when it answers at its site."""

    async def serves() -> bool:
        assert site is not None
        return await answers_http("127.0.0.1", site.getsockname()[1], "/health/live")

    return Child(
        name=name,
        argv=(sys.executable, *argv),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **environ},
        pid_file=running.plan.folder.pid_file(name),
        log_file=running.plan.folder.log_file(name),
        listen=site,
        ready=runs if site is None else serves,
        ready_within_s=START_WITHIN_S,
    )


def environment(settings: Settings) -> dict[str, str]:
    """The variables from which `read_settings` makes these settings again."""
    special = {
        "master_keys": ",".join(f"{k}={_text(v)}" for k, v in settings.master_keys.items()),
        "staff_otp_required": "true" if settings.staff_otp_required else "false",
    }
    values = {one.name: getattr(settings, one.name) for one in fields(settings)}
    return {PREFIX + name.upper(): special.get(name, _text(it)) for name, it in values.items()}


def _text(value: object) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=") if isinstance(value, bytes) else str(value)
