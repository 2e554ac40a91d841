"""What `up` puts into its servers before anybody is served: schema, programmes, demonstration."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg
from prometheus_client import CollectorRegistry

from config.settings import PREFIX, read_settings
from models.programme.file import ProgrammeFileError
from server.cli.programme_files import market_first
from server.cli.publish import publish_folders, seed_demo
from server.cli.publish_told import tell_published
from server.cli.say import complain, say
from server.compose import build_ports, close_ports
from server.features.quota.rebuild import rebuild_differing
from server.ports import Ports
from standalone.accounts import DemoAccount, make_accounts
from standalone.embedded.plan import ServersPlan
from standalone.environment import DATABASE, role_passwords
from storage.postgres.core.connect import close_postgres, open_postgres, raw_connection
from storage.postgres.core.migrate import ensure_roles, migrate
from storage.postgres.without_officer import count_without_officer


async def prepare_database(plan: ServersPlan, owner_dsn: str) -> None:
    """The database, its roles and its schema; an older one is brought up to date."""
    if plan.first_start:
        say(
            "正在建立数据库，首次启动约需半分钟",
            "Making the database; the first time takes a while",
        )
    admin = await raw_connection(plan.servers.postgres_dsn)
    try:
        await admin.execute(f"CREATE DATABASE {DATABASE}")
    except asyncpg.DuplicateDatabaseError:
        pass  # a later start finds it
    finally:
        await admin.close()
    await ensure_roles(owner_dsn, role_passwords(plan.folder.root))
    if await migrate(owner_dsn):
        say("数据库结构已更新到本版本", "The schema was brought up to date")


async def publish(
    environment: Mapping[str, str], root: Path, programmes: Path, *, demo: bool
) -> list[DemoAccount]:
    """Programme files, and for the demonstration its platforms and accounts, as the owner."""
    settings = read_settings(environment)
    ports = build_ports(settings, CollectorRegistry())
    await open_postgres(environment[PREFIX + "OWNER_DSN"], pool_size=2)
    try:
        await ports.bucket.ensure()
        outcomes = await publish_folders(programmes, demo=demo, clock=ports.clock)
        tell_published(outcomes)
        # Here, so that the first submission need not wait for the worker.
        await rebuild_differing(environment[PREFIX + "OWNER_DSN"], quota=ports.quota)
        running = [programmes / outcome.programme for outcome in outcomes if outcome.published]
        return await _demonstrate(root, running, ports) if demo and running else []
    finally:
        await close_ports(ports)
        await close_postgres()


async def _demonstrate(root: Path, programmes: Sequence[Path], ports: Ports) -> list[DemoAccount]:
    """The fictional platforms and the accounts of the programmes that were published."""
    made = sum([await _seed(folder, ports) for folder in programmes])
    if made:
        say(f"已加入 {made} 家虚构的平台企业供试用", f"{made} made-up platforms were added")
    return await make_accounts(
        root,
        [folder.name for folder in market_first(programmes)],
        passwords=ports.passwords,
        keyring=ports.keyring,
        clock=ports.clock,
    )


async def _seed(folder: Path, ports: Ports) -> int:
    try:
        return await seed_demo(folder, keyring=ports.keyring, clock=ports.clock)
    except ProgrammeFileError as error:
        complain(f"演示平台企业的文件有误，没有读入：{error}", "a file of platforms is wrong")
        return 0


async def tell_unheld(owner_dsn: str) -> None:
    """A line where something waits that no officer's grant reaches."""
    await open_postgres(owner_dsn, pool_size=1)
    try:
        found = await count_without_officer()
    finally:
        await close_postgres()
    if found:
        total = sum(one.count for one in found)
        say(
            f"有 {total} 件事项没有经办人，请主管部门在“没有经办人”列表中转办，或添加账号",
            f"{total} matters are without an officer: move them, or add an account",
        )
