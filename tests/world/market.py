"""A small application with the routes that everybody browses, on a real PostgreSQL of its own.

Tortoise lives in contexts, not in the global fallback, so that the whole application that other
tests run in this process is not disturbed.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import asyncpg
import pytest_asyncio
from tortoise.context import TortoiseContext

from models.programme.file import ProgrammeFile, compile_edition
from models.programme.platform_file import Category, PlatformEntry, read_categories, read_platforms
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Grant, Identity
from server.edge.web.edge import install, make_app
from server.edge.web.ports import EdgePorts
from server.edge.web.rendered import RenderedCache
from server.edge.web.serve import serve
from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound
from server.features.platforms import own_routes
from server.features.platforms import routes as platform_routes
from server.features.platforms.seed import seed_platforms
from server.features.programmes import routes as programme_routes
from server.features.programmes.current import TrackRules
from server.features.programmes.publish import publish_editions
from server.features.programmes.published import get_edition
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.core.idempotency import find_once
from storage.postgres.core.keyring import Keyring
from tests.world.databases import make_database
from tests.world.servers import Embedded, once

CONFIG = Path(__file__).resolve().parents[2] / "config"
POLICY = CONFIG / "programmes" / "sh-shuangtui"
LOGIN, PASSWORD = "market_app", "market-app"
KEYRING = Keyring({"k1": bytes(range(32))}, "k1", bytes(32))


@dataclass(frozen=True)
class MarketDatabase:
    """`owner` publishes and seeds; `app` has the rights of the server's role."""

    owner: str
    app: str


@dataclass
class Market:
    """The running application; `log_in` gives the headers of somebody who acts for a platform."""

    url: str
    http: aiohttp.ClientSession
    database: MarketDatabase
    entries: tuple[PlatformEntry, ...]
    ports: SimpleNamespace
    people: dict[str, Identity] = field(default_factory=dict)
    edition: str = ""

    async def get(self, path: str, **query: str) -> Any:
        """The JSON of a successful read."""
        async with self.http.get(f"{self.url}{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def call(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """Status and JSON, whatever they are; `None` for an answer without a body."""
        async with self.http.request(method, f"{self.url}{path}", **options) as answer:
            return answer.status, await answer.json() if await answer.read() else None

    async def log_in(self, *names: str) -> dict[str, str]:
        """For the platforms of these names; none: somebody of another kind."""
        rows = await self.fetch(
            "SELECT organisation_id FROM platforms WHERE name = ANY($1)", list(names)
        )
        assert len(rows) == len(names)
        grants = tuple(Grant(Role.PLATFORM, row["organisation_id"]) for row in rows)
        roles = frozenset({Role.PLATFORM} if names else {Role.ENTERPRISE})
        token = uuid4().hex
        self.people[token] = Identity(new_id(), token, roles, grants)
        return {"authorization": f"Bearer {token}"}

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        connection = await raw_connection(self.database.owner)
        try:
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()

    async def id_of(self, name: str) -> UUID:
        rows = await self.fetch("SELECT id FROM platforms WHERE name = $1", name)
        found: UUID = rows[0]["id"]
        return found


@asynccontextmanager
async def postgres_as(dsn: str) -> AsyncIterator[None]:
    """Tortoise on this database inside the block only."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=4))
        yield


def compiled(edition: str, on: date) -> EditionDefinition:
    files = [
        ProgrammeFile(f"sh-shuangtui/{name}", (POLICY / name).read_text("utf-8"))
        for name in ("policy.toml", f"{edition}.toml")
    ]
    return compile_edition(files[0], files[1], on)


def categories() -> tuple[Category, ...]:
    path = CONFIG / "categories.toml"
    return read_categories(path.name, path.read_text("utf-8"))


def demo_platforms() -> tuple[PlatformEntry, ...]:
    path = POLICY / "demo_platforms.toml"
    tracks = ("platform", "copay", "expansion")
    return read_platforms(path.name, path.read_text("utf-8"), categories(), tracks)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def market_database(embedded: Embedded) -> MarketDatabase:
    """An own database with the schema; each folder of tests asks for it."""
    name = f"{embedded.database}_market"
    owner = await make_database(embedded, name)
    with once(embedded.root, "market-role") as first:
        if first:
            connection = await raw_connection(owner)
            await connection.execute(
                f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{PASSWORD}' IN ROLE shuangtui_app"
            )
            await connection.close()
    return MarketDatabase(owner, embedded.postgres.dsn(name, user=LOGIN, password=PASSWORD))


async def emptied(database: MarketDatabase) -> None:
    """No rows are left in any table but those of the migrations."""
    connection = await raw_connection(database.owner)
    try:
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE '%migrations%'"
        )
        tables = ", ".join(f'"{row["tablename"]}"' for row in rows)
        await connection.execute(f"TRUNCATE {tables} CASCADE")
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def market(market_database: MarketDatabase) -> AsyncIterator[Market]:
    """The demonstration and the edition of 2019 published, thirty platforms seeded, served."""
    await emptied(market_database)
    clock, entries = Clock(), demo_platforms()
    definitions = [compiled("demo", clock.today()), compiled("2019", clock.today())]
    edition = definitions[0].edition.code
    async with postgres_as(market_database.owner):
        await publish_editions(definitions, clock=clock)
        await seed_platforms(entries, edition, keyring=KEYRING, clock=clock)
    ports = SimpleNamespace(
        clock=clock,
        keyring=KEYRING,
        rendered=RenderedCache(seconds=60),
        categories=categories(),
        track_rules=_track_rules,
        exhausted_among=_among(exhausted := set[str]()),
        exhausted=exhausted,
    )
    async with aiohttp.ClientSession() as http:
        found = Market("", http, market_database, entries, ports, edition=edition)
        async with _served(found):
            yield found


async def _track_rules(code: str, track_code: str) -> TrackRules:
    definition = (await get_edition(code)).definition
    track = definition.find_track(track_code)
    if track is None:
        raise NotFound()
    return TrackRules(definition, track)


def _among(exhausted: set[str]) -> Any:
    async def exhausted_among(editions: Sequence[str]) -> frozenset[str]:
        return exhausted.intersection(editions)

    return exhausted_among


class _NoLimits:
    async def allow(self, bucket: str, limit: int, per_seconds: int) -> None:
        return None


@asynccontextmanager
async def _served(found: Market) -> AsyncIterator[None]:
    async def resolve(token: str) -> Identity | None:
        return found.people.get(token)

    app = make_app(f"market-{uuid4().hex}")
    app.ctx.ports = found.ports
    features = (programme_routes.public, platform_routes.public, own_routes.own)
    install(app, EdgePorts(resolve, find_once, _NoLimits()), features, tasks=OwnedTasks())
    sock = socket.create_server(("127.0.0.1", 0))
    found.url = f"http://127.0.0.1:{sock.getsockname()[1]}/api/v1"
    stop, ready = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with postgres_as(found.database.app):
            await serve(app, sock, stop, ready=ready)

    # A task has a context of its own: what it opens there, this process's other tests do not see.
    task = asyncio.create_task(run())
    try:
        await asyncio.wait_for(ready.wait(), 20)
        yield
    finally:
        stop.set()
        await task
