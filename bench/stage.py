"""Sets the stage: servers of its own on disk with fsync, the demonstration published and seeded."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from tortoise.context import TortoiseContext

from config.files import CATEGORIES
from config.settings import PREFIX, Settings
from models.programme.file import ProgrammeFile, compile_edition
from models.programme.platform_file import read_categories, read_platforms
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from server.compose import build_ports, close_ports
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from server.features.quota.rebuild import rebuild
from standalone.embedded.running import Running, embedded_servers
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.core.migrate import ensure_roles, migrate

_POLICY = CATEGORIES.parent / "programmes" / "sh-shuangtui"
_PASSWORD = "bench"  # noqa: S105  # of a database that lives for minutes behind a private socket
_DATABASE = "bench"


@dataclass(frozen=True, slots=True)
class Stage:
    """Running servers with a published edition; `owner` is the superuser's DSN, `worker` its own."""

    running: Running
    settings: Settings
    owner: str
    worker: str
    definition: EditionDefinition

    @property
    def environ(self) -> dict[str, str]:
        """The settings as our server process reads them."""
        it = self.settings
        texts: dict[str, str] = {
            name: str(getattr(it, name))
            for name in it.__slots__
            if name not in ("master_keys", "staff_otp_required")
            and not isinstance(getattr(it, name), bytes)
        }
        texts["master_keys"] = ",".join(
            f"{key}={_b64(it.master_keys[key])}" for key in it.master_keys
        )
        texts["index_key"], texts["receipt_key"] = _b64(it.index_key), _b64(it.receipt_key)
        return {PREFIX + name.upper(): text for name, text in texts.items()}

    async def as_superuser(self, *statements: str) -> None:
        connection = await raw_connection(self.owner)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        connection = await raw_connection(self.owner)
        try:
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()

    async def forget(self, namespace: str) -> None:
        """Drop all keys of a namespace that a case used for itself."""
        async with Redis.from_url(self.settings.redis_url) as client:
            async for key in client.scan_iter(f"{namespace}:*"):
                await client.unlink(key)

    async def tune(self, **settings: int) -> None:
        """Change settings of PostgreSQL while it runs; nothing given goes back to the defaults."""
        changes = [f"ALTER SYSTEM SET {name} = {value}" for name, value in settings.items()]
        await self.as_superuser("ALTER SYSTEM RESET ALL", *changes, "SELECT pg_reload_conf()")


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """The whole stage below `folder`, which should lie on a disk."""
    async with embedded_servers(folder) as running:
        servers = running.servers
        await _make_database(servers.postgres_dsn)
        if servers.postgres is None:
            raise RuntimeError("no PostgreSQL")
        owner = servers.postgres.dsn(_DATABASE)
        await ensure_roles(owner, {"shuangtui_app": _PASSWORD, "shuangtui_worker": _PASSWORD})
        await migrate(owner)
        app_dsn, worker_dsn = (
            servers.postgres.dsn(_DATABASE, user=role, password=_PASSWORD)
            for role in ("shuangtui_app", "shuangtui_worker")
        )
        stage = Stage(running, _settings(running, app_dsn), owner, worker_dsn, _definition())
        await publish(stage, [stage.definition])
        yield stage


async def _make_database(dsn: str) -> None:
    admin = await raw_connection(dsn)
    try:
        await admin.execute(f'CREATE DATABASE "{_DATABASE}"')
    finally:
        await admin.close()


def _settings(running: Running, app_dsn: str) -> Settings:
    servers = running.servers
    return Settings(
        environment="demo",
        postgres_dsn=app_dsn,
        redis_url=servers.redis_url,
        s3_endpoint=f"http://{servers.s3_endpoint}",
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        wechat_appid="wx0123456700000001",
        wechat_secret="unused",  # noqa: S106  # nothing here talks to WeChat
        wechat_push_token="unused",  # noqa: S106
        wechat_push_aes_key="A" * 43,
        wechat_base_url="http://127.0.0.1:9",
        master_keys={"k1": bytes(range(32))},
        master_key_current="k1",
        index_key=bytes(range(32)),
        receipt_kid="bench-1",
        receipt_key=bytes(range(1, 33)),
    )


def _definition() -> EditionDefinition:
    files = [
        ProgrammeFile(f"sh-shuangtui/{name}", (_POLICY / name).read_text("utf-8"))
        for name in ("policy.toml", "demo.toml")
    ]
    return compile_edition(files[0], files[1], datetime.now(SHANGHAI).date())


async def publish(stage: Stage, definitions: Sequence[EditionDefinition]) -> None:
    """The editions with their platforms, and their pools in the ranking."""
    ports = build_ports(stage.settings, CollectorRegistry())
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(stage.owner, pool_size=2))
        await publish_editions(definitions, clock=ports.clock)
        for definition in definitions:
            edition, entries = definition.edition.code, _platforms(definition)
            await seed_platforms(entries, edition, keyring=ports.keyring, clock=ports.clock)
            for row in await stage.fetch("SELECT id FROM pools WHERE edition_id = $1", edition):
                await rebuild(stage.settings.postgres_dsn, row["id"], at_least=1, quota=ports.quota)
    await ports.bucket.ensure()
    await close_ports(ports)


def _platforms(definition: EditionDefinition) -> Any:
    path = _POLICY / "demo_platforms.toml"
    categories = read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8"))
    tracks = tuple(track.code for track in definition.tracks)
    return read_platforms(path.name, path.read_text("utf-8"), categories, tracks)


def _b64(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()
