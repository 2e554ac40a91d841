"""`up`: the whole product on one machine, supervised, with servers of its own."""

import asyncio
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import TextIO

from config.files import PROGRAMMES
from config.settings import PREFIX
from server.cli.say import LogFormat, complain, say, speak_json
from server.clock import Clock
from server.edge.web.listening import listen_on
from server.edge.web.logging_setup import set_up_logging
from standalone.accounts import FILE as ACCOUNTS_FILE
from standalone.embedded.folder import was_used
from standalone.embedded.plan import ServersPlan, prepared
from standalone.environment import embedded_environment, keep_environment
from standalone.furnishing import prepare_database, publish, tell_unheld
from standalone.processes import HOST, Processes, url_of
from standalone.supervision.journal import Fact, Journal
from standalone.supervision.sentences import sentence
from standalone.supervision.supervisor import Supervisor, supervise


@dataclass(frozen=True, slots=True)
class UpOptions:
    """Where to listen and keep data; port 0 takes a free one.

    `log_format`: sentences for a person (the log lines go to `<data>/logs/up.log`), or JSON lines.
    """

    port: int
    wechat_port: int
    data: Path
    demo: bool
    programmes: Path = PROGRAMMES
    processes: int = 1
    log_format: LogFormat = "text"


def run_up(options: Namespace) -> None:
    """As typed; without `--wechat-port` the stand-in has the port after the site's."""
    port: int = options.port
    default = port + 1 if port else 0
    wanted = options.wechat_port if options.wechat_port is not None else default
    wishes = UpOptions(
        port,
        wanted,
        options.data,
        demo=not options.no_demo,
        programmes=options.programmes,
        log_format=options.log_format,
    )
    asyncio.run(up(wishes))


async def up(options: UpOptions) -> None:
    """Start everything in order and keep it running until SIGINT or SIGTERM.

    Raises StartRefused (folder or port in use, …) before anything serves. A programme whose files
    are broken is reported and left as it was published; the others run.
    """
    if options.log_format == "json":
        speak_json(Clock())
    async with AsyncExitStack() as stack:
        # A start that is refused for its ports leaves no folder behind. Where an earlier run has
        # been, its processes may hold the ports still, until the plan has ended them.
        ports = None if was_used(options.data) else _listen(options, stack)
        plan = await stack.enter_async_context(prepared(options.data))
        site, stand_in = ports or _listen(options, stack)
        run = _Run(options, plan, site, stand_in)
        await supervise(run.begin, journal=_journal(options, plan, stack))
        say("已停止，数据保留在", "Stopped; the data stay in", plan.folder.root)


def _listen(options: UpOptions, stack: AsyncExitStack) -> tuple[socket, socket]:
    site = stack.enter_context(listen_on(HOST, options.port, option="--port"))
    stand_in = listen_on(HOST, options.wechat_port, option="--wechat-port")
    return site, stack.enter_context(stand_in)


def _journal(options: UpOptions, plan: ServersPlan, stack: AsyncExitStack) -> Journal:
    """The log of this process: lines for a program, or a file beside what a person is told."""
    if options.log_format == "json":
        set_up_logging(stream=sys.stderr)
        return Journal(Clock(), sys.stderr)
    log: TextIO = stack.enter_context(plan.folder.log_file("up").open("a", encoding="utf-8"))
    set_up_logging(stream=log)
    stack.callback(logging.getLogger().handlers.clear)
    return Journal(Clock(), log, tell=_tell)


def _tell(event: str, facts: Mapping[str, Fact]) -> None:
    words = sentence(event, facts)
    if words is not None:
        complain(words.zh, words.en)


@dataclass(frozen=True, slots=True)
class _Run:
    """One `up` between its start and its stop."""

    options: UpOptions
    plan: ServersPlan
    site: socket
    stand_in: socket

    async def begin(self, supervisor: Supervisor) -> None:
        plan, options, root = self.plan, self.options, self.plan.folder.root
        environment = _turned() | embedded_environment(
            plan, url=url_of(self.site), wechat_url=url_of(self.stand_in)
        )
        owner_dsn = environment[PREFIX + "OWNER_DSN"]
        say("正在启动，数据目录", "Starting, data folder", root)
        await supervisor.start(plan.children["postgres"])
        await prepare_database(plan, owner_dsn)
        await supervisor.start(plan.children["s3"], plan.children["valkey"])
        keep_environment(root, environment)
        accounts = await publish(environment, root, options.programmes, demo=options.demo)
        ours = Processes(plan.folder, environment, self.site, self.stand_in)
        servers = [ours.server(number) for number in range(options.processes)]
        # Together: none of the three waits for another, each takes a second to load.
        await supervisor.start(ours.wechat(), *servers, ours.worker())
        self._announce(len(accounts))
        await tell_unheld(owner_dsn)

    def _announce(self, accounts: int) -> None:
        """Where everything is. Passwords stand in a file alone: a terminal is often kept."""
        root = self.plan.folder.root
        if accounts:
            say(
                f"{accounts} 个演示账号的用户名和密码在文件里（只有您能读）",
                f"User names and passwords of {accounts} accounts are in a file that only you "
                "can read",
                root / ACCOUNTS_FILE,
            )
        say("运行日志在", "Logs are in", self.plan.folder.logs)
        say("微信模拟服务", "The stand-in for WeChat", url_of(self.stand_in))
        say("接口说明", "API description", f"{url_of(self.site)}/docs")
        say("在浏览器里打开小程序", "The mini-program in a browser", f"{url_of(self.site)}/m")
        say("已启动，地址", "It runs. Address", url_of(self.site))
        say("按 Ctrl-C 停止", "Ctrl-C stops it")


def _turned() -> dict[str, str]:
    """What who starts `up` may turn: how much is logged, how soon a movement is told."""
    names = (PREFIX + "LOG_LEVEL", PREFIX + "SETTLE_SECONDS")
    return {name: os.environ[name] for name in names if name in os.environ}
