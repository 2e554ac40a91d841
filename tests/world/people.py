"""A small application with logins and enterprises, on real servers, with a clock to move."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import asyncpg
import pytest_asyncio
from argon2 import PasswordHasher
from tortoise.context import TortoiseContext

from server.clock import Clock
from server.edge.web.edge import install, make_app
from server.edge.web.ports import EdgePorts
from server.edge.web.serve import serve
from server.edge.web.tasks import OwnedTasks
from server.edge.wechat.client import WeChat
from server.features.enterprises import review_routes
from server.features.enterprises import routes as enterprise_routes
from server.features.enterprises.verify_by_phone import verify_owned_by
from server.features.identity import login_routes
from server.features.identity import routes as identity_routes
from server.features.identity.passwords import Passwords
from server.features.identity.policy import LoginPolicy
from server.features.identity.resolve_session import SessionResolver
from server.features.identity.staff import add_staff
from server.features.identity.staff_organisation import NewStaff
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.core.idempotency import find_once
from storage.postgres.core.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.connect import open_redis
from storage.redis.keys import Keys
from storage.redis.rate_limit import LocalRateLimit, RateLimit, SharedRateLimit
from storage.redis.session_cache import SessionCache
from tests.world.databases import make_database
from tests.world.sandbox import Sandbox, sandbox_process
from tests.world.servers import Embedded, once

LOGIN, APP_PASSWORD = "people_app", "people-app"
KEYRING = Keyring({"k1": bytes(range(32))}, "k1", bytes(32))
KEYS = Keys("people")
PASSWORD = "correct horse battery"


@dataclass
class MovableTime:
    """Real time plus what a test has added."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in."""

    people: "People"
    token: str
    user: dict[str, Any]

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return await self.people.call(method, path, body, token=self.token, **headers)

    @property
    def id(self) -> UUID:
        return UUID(self.user["id"])


@dataclass
class People:
    """The running application and what stands around it."""

    http: aiohttp.ClientSession
    sandbox: Sandbox
    owner_dsn: str
    app_dsn: str
    time: MovableTime
    ports: SimpleNamespace
    url: str = ""

    @property
    def clock(self) -> Clock:
        return Clock(self.time.now)

    async def call(
        self, method: str, path: str, body: Any = None, *, token: str = "", **headers: str
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["authorization"] = f"Bearer {token}"
        async with self.http.request(
            method, f"{self.url}{path}", json=body, headers=sent
        ) as answer:
            content = await answer.json(content_type=None) if await answer.read() else None
            return Answer(answer.status, content, answer.headers)

    async def wechat(self, name: str) -> Person:
        answer = await self.call("POST", "/session/wechat", {"code": f"sandbox-{name}"})
        assert answer.status == 200, answer.body
        return Person(self, answer.body["token"], answer.body["user"])

    async def add_staff(self, username: str, role: str, **more: Any) -> UUID:
        given = {"must_change_password": False} | more
        async with postgres_as(self.app_dsn):
            return await add_staff(
                NewStaff(username, role, PASSWORD, **given),
                passwords=self.ports.passwords,
                keyring=KEYRING,
                clock=self.clock,
            )

    async def log_in(self, username: str, password: str = PASSWORD, **more: Any) -> Answer:
        body = {"username": username, "password": password} | more
        return await self.call("POST", "/session/staff", body)

    async def staff(self, username: str, role: str, **more: Any) -> Person:
        await self.add_staff(username, role, **more)
        answer = await self.log_in(username)
        assert answer.status == 200, answer.body
        return Person(self, answer.body["token"], answer.body["user"])

    async def sql(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """As the owner, past everything that the application may not do."""
        connection = await raw_connection(self.owner_dsn)
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    async def events(self, subject_id: UUID) -> list[str]:
        rows = await self.sql(
            "SELECT event FROM audit WHERE subject_id = $1 ORDER BY seq", subject_id
        )
        return [row["event"] for row in rows]

    async def flush(self) -> None:
        """Redis forgets everything that this application keeps there."""
        async for key in self.ports.redis.scan_iter(f"{KEYS.namespace}:*"):
            await self.ports.redis.delete(key)

    async def empty(self) -> None:
        await self.flush()
        rows = await self.sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE '%migrations%'"
        )
        tables = ", ".join(f'"{row["tablename"]}"' for row in rows)
        await self.sql(f"TRUNCATE {tables} CASCADE")
        self.time.ahead = timedelta()
        await self.sandbox.control("reset")


@asynccontextmanager
async def postgres_as(dsn: str) -> AsyncIterator[None]:
    """Tortoise on this database inside the block only."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=4))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def people_dsns(embedded: Embedded) -> tuple[str, str]:
    """An own database with the schema: as its owner, and with the rights of the server's role."""
    name = f"{embedded.database}_people"
    owner = await make_database(embedded, name)
    with once(embedded.root, "people-role") as first:
        if first:
            connection = await raw_connection(owner)
            await connection.execute(
                f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{APP_PASSWORD}' IN ROLE shuangtui_app"
            )
            await connection.close()
    return owner, embedded.postgres.dsn(name, user=LOGIN, password=APP_PASSWORD)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def people_server(embedded: Embedded, people_dsns: tuple[str, str]) -> AsyncIterator[People]:
    time = MovableTime()
    clock = Clock(time.now)
    redis = open_redis(embedded.redis_url)
    async with (
        sandbox_process() as sandbox,
        aiohttp.ClientSession() as http,
        WeChat(sandbox.url, sandbox.appid, sandbox.secret, clock=clock) as wechat,
    ):
        ports = SimpleNamespace(
            clock=clock,
            redis=redis,
            keyring=KEYRING,
            wechat=wechat,
            sessions=SessionCache(Cache(redis, "session", 30, KEYS)),
            # Cheap on purpose: what argon2 costs is argon2's business.
            passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)),
            login=LoginPolicy("2026-11"),
            phone_linked=verify_owned_by,
        )
        found = People(http, sandbox, *people_dsns, time, ports)
        async with _served(found):
            yield found
    ports.passwords.close()
    await redis.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def people(people_server: People) -> People:
    await people_server.empty()
    return people_server


@asynccontextmanager
async def _served(found: People) -> AsyncIterator[None]:
    ports = found.ports
    resolver = SessionResolver(ports.sessions, ports.clock, otp_required=ports.login.otp_required)
    limiter = RateLimit(
        SharedRateLimit(ports.redis, found.time.now, KEYS), LocalRateLimit(found.time.now)
    )
    app = make_app(f"people-{uuid4().hex}")
    app.ctx.ports = ports
    features = (
        login_routes.public,
        login_routes.sme,
        identity_routes.anyone,
        enterprise_routes.sme,
        review_routes.reviewer,
        review_routes.authority,
    )
    install(app, EdgePorts(resolver, find_once, limiter), features, tasks=OwnedTasks())
    sock = socket.create_server(("127.0.0.1", 0))
    found.url = f"http://127.0.0.1:{sock.getsockname()[1]}/api/v1"
    stop, ready = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with postgres_as(found.app_dsn):
            await serve(app, sock, stop, ready=ready)

    # A task has a context of its own: what it opens there, this process's other tests do not see.
    task = asyncio.create_task(run())
    try:
        await asyncio.wait_for(ready.wait(), 20)
        yield
    finally:
        stop.set()
        await task
