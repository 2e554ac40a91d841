"""The whole application on real servers, once per worker, and the people who use it over HTTP.

Tests keep apart by their own firms and, where money matters, by an edition of their own
(`world.publish`), so that nothing has to be emptied between them.
"""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from prometheus_client import CollectorRegistry

from config.settings import Settings
from models.rules.terms.programme import EditionDefinition
from server.app import build_app
from server.clock import SHANGHAI, Clock
from server.compose import build_ports
from server.edge.web.serve import serve
from server.features.evidence.examine import LookLimits
from server.features.identity.passwords import Passwords
from server.features.identity.staff import add_staff
from server.features.identity.staff_organisation import NewStaff
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from server.features.quota.rebuild import rebuild
from server.ports import Ports
from tests.world.client import Client, Person
from tests.world.databases import APP_PASSWORD, KeptDatabases, make_database, postgres_as
from tests.world.sandbox import APPID, SECRET, Sandbox, sandbox_process
from tests.world.servers import Embedded
from tests.world.shipped import compiled, demo_platforms

STAFF_PASSWORD = "Correct-Horse-9"
_NUMBERS = itertools.count(1)


@dataclass
class MovableClock:
    """The application's time: the real one, moved as far as a test wants."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class World:
    """The running application; `owner` and `app` are DSNs, `clock` moves its time.

    `kept` stays None where a test takes the database down.
    """

    url: str
    http: aiohttp.ClientSession
    settings: Settings
    owner: str
    ports: Ports
    sandbox: Sandbox
    clock: MovableClock
    edition: str
    known: dict[tuple[str, ...], Person] = field(default_factory=dict)
    kept: KeptDatabases | None = None

    @property
    def anyone(self) -> Client:
        """Nobody in particular: no token."""
        return Client(self.url, self.http)

    def bearing(self, token: str) -> Client:
        """Whoever sends this token."""
        return Client(self.url, self.http, {"authorization": f"Bearer {token}"})

    async def newcomer(self, name: str) -> Person:
        """The person of that name, logged in through WeChat; they have agreed to nothing yet."""
        return await Person.through_wechat(self.anyone, name)

    async def wechat(self, name: str) -> Person:
        """The person of that name, logged in through WeChat, who agreed to the privacy text."""
        person = await self.newcomer(name)
        if person.user["consent_due"]:
            consent = {"text_version": self.settings.privacy_version}
            (await person.post("/session/consent", consent)).ok(204)
        return person

    async def sme(self, name: str | None = None) -> Person:
        """As `wechat`; without a name, somebody new."""
        return await self.wechat(name or f"sme-{next(_NUMBERS)}")

    async def staff(self, role: str, **scope: Any) -> Person:
        """A member of staff with one grant, made at first use and kept for the worker's run.

        `scope`: `platform_id`, `organisation_id`, `programme_code`, `edition_code`, `district`.
        """
        key = (role, *(f"{name}={value}" for name, value in sorted(scope.items())))
        if key not in self.known:
            self.known[key] = await self.new_staff(role, **scope)
        return self.known[key]

    async def new_staff(self, role: str, **scope: Any) -> Person:
        username = f"{role}-{next(_NUMBERS)}"
        staff = NewStaff(username, role, STAFF_PASSWORD, must_change_password=False, **scope)
        async with self.as_owner():
            await add_staff(
                staff,
                passwords=quick_passwords(),
                keyring=self.ports.keyring,
                clock=self.ports.clock,
            )
        return await Person.as_staff(self.anyone, username, STAFF_PASSWORD)

    async def publish(self, *, terms: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """An edition like the demonstration's under a code of its own; its code.

        `changes` go to the pool `copay`: `budget_fen`, `places`, `last_award`, `order`, …; `terms`
        to the edition itself.
        """
        definition = demo_definition()
        code = f"sh-shuangtui-t{next(_NUMBERS)}"
        edition = replace(definition.edition, code=code, **(terms or {}))
        pools = tuple(replace(pool, **changes) for pool in definition.pools)
        async with self.as_owner():
            await publish_editions(
                [replace(definition, edition=edition, pools=pools)], clock=self.ports.clock
            )
            await seed_platforms(
                demo_platforms(), code, keyring=self.ports.keyring, clock=self.ports.clock
            )
        # Hundreds of editions open here; nobody is told of any.
        await self.fetch("UPDATE editions SET told_at = now() WHERE code = $1", code)
        for row in await self.fetch("SELECT id FROM pools WHERE edition_id = $1", code):
            # What the worker does within a second for every new pool.
            await rebuild(self.settings.postgres_dsn, row["id"], at_least=1, quota=self.ports.quota)
        return code

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """Rows, read as the database's owner."""
        if self.kept is not None:
            return await self.kept.fetch(self.owner, sql, *values)
        connection = await asyncpg.connect(self.owner)
        try:
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()

    @asynccontextmanager
    async def as_app(self) -> AsyncIterator[None]:
        """Tortoise with the rights of the server inside the block."""
        async with self._entered(self.settings.postgres_dsn):
            yield

    @asynccontextmanager
    async def as_owner(self) -> AsyncIterator[None]:
        """Tortoise as the owner inside the block, as `up` and the command line have it."""
        async with self._entered(self.owner):
            yield

    def _entered(self, dsn: str) -> AbstractAsyncContextManager[None]:
        return postgres_as(dsn) if self.kept is None else self.kept.entered(dsn)

    async def platform_id(self, track: str = "copay") -> UUID:
        rows = await self.fetch(
            "SELECT platform_id FROM participations WHERE track = $1 ORDER BY platform_id LIMIT 1",
            track,
        )
        found: UUID = rows[0]["platform_id"]
        return found


@cache
def quick_passwords() -> Passwords:
    """Hashes at little cost, which a login then checks at the same: a test makes many accounts."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


def demo_definition() -> EditionDefinition:
    return compiled("demo", datetime.now(SHANGHAI).date())


def settings_for(embedded: Embedded, database: str, wechat_url: str, namespace: str) -> Settings:
    """Settings of the demonstration on this worker's share of the servers."""
    return Settings(
        environment="demo",
        postgres_dsn=embedded.postgres.dsn(database, user="shuangtui_app", password=APP_PASSWORD),
        redis_url=embedded.redis_url,
        s3_endpoint=f"http://{embedded.s3_endpoint}",
        s3_access_key=embedded.s3_access_key,
        s3_secret_key=embedded.s3_secret_key,
        s3_bucket=f"{embedded.bucket}-{namespace}",
        wechat_appid=APPID,
        wechat_secret=SECRET,
        wechat_push_token="push-token-of-tests",
        wechat_push_aes_key="A" * 43,
        wechat_base_url=wechat_url,
        master_keys={"k1": bytes(range(32))},
        master_key_current="k1",
        index_key=bytes(32),
        receipt_kid="test-1",
        public_url="https://shuangtui.example.gov.cn",
        receipt_key=bytes(range(1, 33)),
        redis_namespace=namespace,
        staff_otp_required=False,
        settle_seconds=0,
        quiet_hours="off",
        log_level="WARNING",
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app_database(embedded: Embedded) -> str:
    """A database with the schema, the demonstration's edition and its platforms; its name."""
    name = f"{embedded.database}_app"
    await make_database(embedded, name)
    return name


@asynccontextmanager
async def running_world(
    embedded: Embedded, database: str, namespace: str = "app"
) -> AsyncIterator[World]:
    """The stand-in, the published edition, the server on a free port of loopback."""
    async with sandbox_process() as sandbox, aiohttp.ClientSession() as http:
        settings = settings_for(embedded, database, sandbox.url, namespace)
        clock = MovableClock()
        app = build_app(settings, name=f"app-{database}-{namespace}", clock=Clock(clock.now))
        ports: Ports = app.ctx.ports
        be_patient(ports)
        await ports.bucket.ensure()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            owner = embedded.postgres.dsn(database)
            kept = KeptDatabases()
            world = World(url, http, settings, owner, ports, sandbox, clock, "", kept=kept)
            async with world.as_owner():
                definition = demo_definition()
                await publish_editions([definition], clock=ports.clock)
                world.edition = definition.edition.code
                await world.fetch("UPDATE editions SET told_at = now()")
                await seed_platforms(
                    demo_platforms(), world.edition, keyring=ports.keyring, clock=ports.clock
                )
            stop, ready = asyncio.Event(), asyncio.Event()
            serving = asyncio.create_task(serve(app, listening, stop, ready=ready))
            waiting = asyncio.create_task(ready.wait())
            await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
            try:
                yield world
            finally:
                stop.set()
                await serving
                await kept.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(embedded: Embedded, app_database: str) -> AsyncIterator[World]:
    """The application that most tests talk to."""
    async with running_world(embedded, app_database) as running:
        yield running


@pytest.fixture
def clock(world: World) -> Iterator[MovableClock]:
    """The application's clock; back to the real time after the test."""
    yield world.clock
    world.clock.ahead = timedelta(0)


def be_patient(ports: Ports) -> None:
    """Let answers wait for the look at a paper however slow the machine: no worker is beside."""
    ports.examiner.limits = LookLimits(seconds=60, at_once=1000)


def spare_ports(world: World) -> Ports:
    """Ports of another process on the same servers, such as a worker's."""
    return build_ports(world.settings, CollectorRegistry(), clock=world.ports.clock)
