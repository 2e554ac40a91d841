"""Runs the stand-in: `python -m standalone.wechat --port 8081 --templates wechat.toml`.

Its secrets come by environment, for everybody on the machine can read a command line:
SHUANGTUI_WECHAT_SECRET, SHUANGTUI_WECHAT_PUSH_TOKEN, SHUANGTUI_WECHAT_PUSH_AES_KEY.
"""

import argparse
import asyncio
import ipaddress
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from standalone.wechat.application import cancel_pushes, make_sites, make_world
from standalone.wechat.guard import APPID, production_problem
from standalone.wechat.records import PushTarget
from standalone.wechat.state_log import StateLog
from standalone.wechat.template_file import read_templates

PREFIX = "SHUANGTUI_WECHAT_"
_LOOPBACK = "127.0.0.1"
SECRET_OF_THE_DEMONSTRATION = "0123456789abcdef0123456789abcdef"  # noqa: S105 - opens only this


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m standalone.wechat", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--fd", type=int, help="serve on this listening socket of the parent")
    parser.add_argument("--control-port", type=int, help="the control API also here")
    parser.add_argument("--data", type=Path, help="keep people, consents, deliveries here")
    parser.add_argument("--templates", type=Path, help="TOML or JSON with the templates")
    parser.add_argument("--appid", default=APPID)
    parser.add_argument(
        "--stop-with-stdin", action="store_true", help="end when standard input is closed"
    )
    parser.add_argument("--push-url", help="where events are pushed, encrypted, as JSON")
    parser.add_argument("--accept-all", action="store_true", help="send without consent")
    parser.add_argument("--seed", type=int, help="chance and ids repeat themselves from here")
    return parser.parse_args(arguments)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((_LOOPBACK, port))
    except OSError as error:
        raise SystemExit(
            f"端口 {port} 不可用，请换一个 / cannot listen on port {port}: {error.strerror}"
        ) from error


def _take_over(descriptor: int) -> socket.socket:
    """A socket that the parent has bound, which outlives a restart.

    Whoever reaches the control API is everybody: never beyond this machine.
    """
    listening = socket.socket(fileno=descriptor)
    host = str(listening.getsockname()[0])
    if not ipaddress.ip_address(host).is_loopback:
        raise SystemExit(
            f"替身只在本机监听，不能用 {host} / the stand-in listens on loopback only, not on {host}"
        )
    return listening


async def _serve(
    application: web.Application, listening: socket.socket
) -> tuple[web.AppRunner, int]:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return runner, int(listening.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Secrets:
    """The app's secret, and the Token and EncodingAESKey of the console's push page."""

    app: str = field(repr=False)
    push_token: str = field(repr=False)
    push_aes_key: str = field(repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Secrets":
        return cls(
            environ.get(PREFIX + "SECRET", SECRET_OF_THE_DEMONSTRATION),
            environ.get(PREFIX + "PUSH_TOKEN", ""),
            environ.get(PREFIX + "PUSH_AES_KEY", ""),
        )


async def run(options: argparse.Namespace, secrets: Secrets) -> None:
    """Serve until SIGINT or SIGTERM; the first line on standard output names the ports."""
    world = make_world(
        appid=options.appid,
        secret=secrets.app,
        templates=read_templates(options.templates) if options.templates else {},
        state_log=StateLog(options.data),
        accept_all=options.accept_all,
        seed=options.seed,
    )
    if options.push_url is not None:
        target = PushTarget(options.push_url, secrets.push_token, secrets.push_aes_key)
        world.apps[options.appid].push = target
    listening = _listen(options.port) if options.fd is None else _take_over(options.fd)
    wechat, control = make_sites(world, seed=options.seed)
    stop = asyncio.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(kind, stop.set)
    if options.stop_with_stdin:
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    runner, port = await _serve(wechat, listening)
    runners, ports = [runner], {"port": port}
    if options.control_port is not None:
        runner, ports["control_port"] = await _serve(control, _listen(options.control_port))
        runners.append(runner)
    sys.stdout.write(json.dumps({"listening": ports}) + "\n")
    sys.stdout.flush()
    await stop.wait()
    await cancel_pushes(world)
    for runner in runners:
        await runner.cleanup()


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    options = parse(sys.argv[1:])
    problem = production_problem(options.appid, os.environ, PREFIX)
    if problem is not None:
        raise SystemExit(problem)
    asyncio.run(run(options, Secrets.from_environment(os.environ)))


if __name__ == "__main__":
    main()
