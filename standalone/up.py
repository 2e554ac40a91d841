"""`up`: the whole product on one machine, supervised, with servers of its own."""

import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import asyncpg
from prometheus_client import CollectorRegistry

from config.files import FOLDER, PROGRAMMES, WECHAT
from config.settings import PREFIX, read_settings
from models.programme.file import ProgrammeFileError
from server.cli.programme_files import market_first
from server.cli.publish import publish_folders, seed_demo
from server.cli.publish_told import tell_published
from server.cli.say import say
from server.clock import Clock
from server.compose import build_ports, close_ports
from server.edge.web.listening import listen_on
from server.features.quota.rebuild import rebuild_differing
from server.ports import Ports
from standalone.accounts import FILE as ACCOUNTS_FILE
from standalone.accounts import DemoAccount, make_accounts
from standalone.embedded.child import LISTEN_FD, Child
from standalone.embedded.plan import ServersPlan, prepared
from standalone.environment import (
    DATABASE,
    embedded_environment,
    keep_environment,
    role_passwords,
)
from standalone.supervision.journal import Journal
from standalone.supervision.probes import answers_http, runs
from standalone.supervision.stop_order import StopTurn
from standalone.supervision.supervisor import Supervisor, supervise
from storage.postgres.core.connect import close_postgres, open_postgres, raw_connection
from storage.postgres.core.migrate import ensure_roles, migrate
from storage.postgres.without_officer import count_without_officer

_HOST = "127.0.0.1"
_ROOT = FOLDER.parent
_STAND_IN_SECRETS = ("WECHAT_SECRET", "WECHAT_PUSH_TOKEN", "WECHAT_PUSH_AES_KEY")


@dataclass(frozen=True, slots=True)
class UpOptions:
    """Where to listen and keep data; port 0 takes a free one."""

    port: int
    wechat_port: int
    data: Path
    demo: bool
    programmes: Path = PROGRAMMES
    processes: int = 1


async def up(options: UpOptions) -> None:
    """Start everything in order and keep it running until SIGINT or SIGTERM.

    Raises StartRefused (folder or port in use, …) before anything serves. A programme whose files
    are broken is reported and left as it was published; the others run.
    """
    async with prepared(options.data) as plan:
        with ExitStack() as stack:
            site = stack.enter_context(listen_on(_HOST, options.port, option="--port"))
            stand_in = stack.enter_context(
                listen_on(_HOST, options.wechat_port, option="--wechat-port")
            )
            run = _Run(options, plan, site, stand_in)
            await supervise(run.begin, journal=Journal(Clock(), sys.stderr))
            say("已停止，数据保留在", "Stopped; the data stay in", plan.folder.root)


@dataclass(frozen=True, slots=True)
class _Run:
    """One `up` between its start and its stop."""

    options: UpOptions
    plan: ServersPlan
    site: socket
    stand_in: socket

    async def begin(self, supervisor: Supervisor) -> None:
        plan, root = self.plan, self.plan.folder.root
        environment = _turned() | embedded_environment(
            plan, url=_url(self.site), wechat_url=_url(self.stand_in)
        )
        say("数据目录", "Data folder", root)
        await supervisor.start(plan.children["postgres"])
        say("PostgreSQL 已启动", "PostgreSQL is up")
        await _prepare_database(plan, environment[PREFIX + "OWNER_DSN"])
        await supervisor.start(plan.children["s3"], plan.children["valkey"])
        say("Valkey 与文件存储已启动", "Valkey and the S3 store are up")
        keep_environment(root, environment)
        accounts = await _publish(environment, root, self.options)
        # Together: none of the three waits for another, each takes a second to load.
        servers = [self._server(environment, n) for n in range(self.options.processes)]
        await supervisor.start(self._stand_in(environment), *servers, self._worker(environment))
        say("微信模拟服务已启动", "The WeChat stand-in is up", _url(self.stand_in))
        say("服务与后台任务已启动", "Server and worker are up")
        _announce(_url(self.site), accounts, root)
        await _tell_unheld(environment[PREFIX + "OWNER_DSN"])

    def _server(self, environment: Mapping[str, str], number: int) -> Child:
        port = self.site.getsockname()[1]
        name = "server" if number == 0 else f"server-{number + 1}"
        return self._child(
            name,
            ("-m", "server", "serve", "--fd", str(LISTEN_FD)),
            _without(environment, "OWNER_DSN", "WORKER_DSN"),
            StopTurn.SERVER,
            ready=lambda: answers_http(_HOST, port, "/health/live"),
            listen=self.site,
        )

    def _stand_in(self, environment: Mapping[str, str]) -> Child:
        port = self.stand_in.getsockname()[1]
        argv = (
            *("-m", "standalone.wechat", "--fd", str(LISTEN_FD), "--port", str(port)),
            *("--data", str(self.plan.folder.root / "wechat"), "--templates", str(WECHAT)),
            *("--appid", environment[PREFIX + "WECHAT_APPID"]),
            *("--push-url", f"{_url(self.site)}/wechat/push"),
            # Nobody here holds a phone to tap on: what the product was told to be agreed, is.
            "--accept-all",
        )
        return self._child(
            "wechat",
            argv,
            _only(environment, _STAND_IN_SECRETS),
            StopTurn.STAND_IN,
            ready=lambda: answers_http(_HOST, port, "/_control/deliveries"),
            listen=self.stand_in,
        )

    def _worker(self, environment: Mapping[str, str]) -> Child:
        argv = ("-m", "server", "worker")
        allowed = _without(environment, "OWNER_DSN")
        return self._child("worker", argv, allowed, StopTurn.WORKER, ready=runs)

    def _child(
        self,
        name: str,
        argv: tuple[str, ...],
        environment: Mapping[str, str],
        turn: StopTurn,
        *,
        ready: Callable[[], Awaitable[bool]],
        listen: socket | None = None,
    ) -> Child:
        return Child(
            name=name,
            argv=(sys.executable, *argv),
            cwd=_ROOT,
            env={**_inherited(), **environment},
            pid_file=self.plan.folder.pid_file(name),
            log_file=self.plan.folder.log_file(name),
            ready=ready,
            listen=listen,
            stop_turn=turn,
            stop_within_s=15.0,
        )


async def _prepare_database(plan: ServersPlan, owner_dsn: str) -> None:
    admin = await raw_connection(plan.servers.postgres_dsn)
    try:
        await admin.execute(f"CREATE DATABASE {DATABASE}")
    except asyncpg.DuplicateDatabaseError:
        pass  # a later start finds it
    finally:
        await admin.close()
    await ensure_roles(owner_dsn, role_passwords(plan.folder.root))
    applied = await migrate(owner_dsn)
    say("数据库结构已就绪", "The schema is up to date", f"+{len(applied)}")


async def _publish(
    environment: Mapping[str, str], root: Path, options: UpOptions
) -> list[DemoAccount]:
    """Programme files, and for the demonstration its platforms and accounts, as the owner."""
    settings = read_settings(environment)
    ports = build_ports(settings, CollectorRegistry())
    await open_postgres(environment[PREFIX + "OWNER_DSN"], pool_size=2)
    try:
        await ports.bucket.ensure()
        outcomes = await publish_folders(options.programmes, demo=options.demo, clock=ports.clock)
        tell_published(outcomes)
        # Here, so that the first submission need not wait for the worker.
        await rebuild_differing(environment[PREFIX + "OWNER_DSN"], quota=ports.quota)
        running = [
            options.programmes / outcome.programme for outcome in outcomes if outcome.published
        ]
        return await _demonstrate(root, running, ports) if options.demo and running else []
    finally:
        await close_ports(ports)
        await close_postgres()


async def _demonstrate(root: Path, programmes: Sequence[Path], ports: Ports) -> list[DemoAccount]:
    """The fictional platforms and the accounts of the programmes that were published."""
    for folder in programmes:
        try:
            made = await seed_demo(folder, keyring=ports.keyring, clock=ports.clock)
        except ProgrammeFileError as error:
            say(
                "演示平台企业的文件有误",
                "The file of the demonstration's platforms is wrong",
                error,
            )
        else:
            say("演示平台企业", "Demonstration platforms", f"{folder.name} +{made}")
    return await make_accounts(
        root,
        [folder.name for folder in market_first(programmes)],
        passwords=ports.passwords,
        keyring=ports.keyring,
        clock=ports.clock,
    )


async def _tell_unheld(owner_dsn: str) -> None:
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


def _announce(url: str, accounts: list[DemoAccount], root: Path) -> None:
    say("地址", "Address", url)
    say("接口说明", "API description", f"{url}/docs")
    if accounts:
        say("演示账号（也在文件里）", "Accounts, also in", root / ACCOUNTS_FILE)
        width = max(len(account.username) for account in accounts)
        for account in accounts:
            say(f"  {account.username:<{width}} {account.password}", account.title)
    say("按 Ctrl-C 停止", "Ctrl-C stops it")


def _url(listening: socket) -> str:
    return f"http://{_HOST}:{listening.getsockname()[1]}"


def _inherited() -> dict[str, str]:
    """The part of our own environment that a Python child needs."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", "PYTHONPATH")
    return {name: os.environ[name] for name in names if name in os.environ}


def _turned() -> dict[str, str]:
    """What who starts `up` may turn: how much is logged, how soon a movement is told."""
    names = (PREFIX + "LOG_LEVEL", PREFIX + "SETTLE_SECONDS")
    return {name: os.environ[name] for name in names if name in os.environ}


def _only(environment: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {PREFIX + name: environment[PREFIX + name] for name in names}


def _without(environment: Mapping[str, str], *names: str) -> dict[str, str]:
    """A process that cannot become the database's owner cannot rewrite what is append-only."""
    hidden = {PREFIX + name for name in names}
    return {name: value for name, value in environment.items() if name not in hidden}
