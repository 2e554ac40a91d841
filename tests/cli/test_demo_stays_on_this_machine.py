"""A demonstration answers nobody beyond this machine, whoever made the socket that is listened on."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from standalone.supervision.probes import answers_http
from tests.cli.settings_given import environ
from tests.world.runs import PROJECT

DEADLINE = 30
REFUSED = "演示环境只在本机监听"
STAND_IN_REFUSED = "the stand-in listens on loopback only"


def _bound(address: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    if address.startswith("/"):
        bound = socket.socket(socket.AF_UNIX)
        bound.bind(address)
    else:
        bound = socket.socket(family)
        bound.bind((address, 0))
    bound.listen()
    return bound


STAND_IN = {
    "WECHAT_APPID": "wx0123456789abcdef",
    "WECHAT_BASE_URL": "http://127.0.0.1:9",
}
APP: dict[str, dict[str, str]] = {"demo": STAND_IN, "production": {}}


@asynccontextmanager
async def handed(
    listening: socket.socket, *command: str, environment: str = "demo"
) -> AsyncIterator[Process]:
    """A child that finds the socket under the descriptor that its command line names."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command, "--fd", str(listening.fileno())),
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environ(ENVIRONMENT=environment, **APP[environment])},
        pass_fds=[listening.fileno()],
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _said(process: Process) -> str:
    """What stood on standard error once the process ended by itself."""
    _, error = await asyncio.wait_for(process.communicate(), DEADLINE)
    assert process.returncode != 0
    return error.decode()


async def _serves(process: Process, port: int, path: str) -> None:
    async with asyncio.timeout(DEADLINE):
        while not await answers_http("127.0.0.1", port, path):
            assert process.returncode is None, await process.communicate()
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104 - what must be refused
async def test_a_socket_of_all_addresses_is_refused(address: str) -> None:
    with _bound(address) as listening:
        async with handed(listening, "server", "serve") as process:
            said = await _said(process)
    assert REFUSED in said
    assert "--fd" in said


async def test_a_socket_of_loopback_is_served() -> None:
    with _bound("127.0.0.1") as listening:
        async with handed(listening, "server", "serve") as process:
            await _serves(process, listening.getsockname()[1], "/health/live")


async def test_in_production_the_operator_chooses() -> None:
    """The control: the same socket, and only the environment differs."""
    with _bound("0.0.0.0") as listening:  # noqa: S104 - as systemd hands on for a proxy elsewhere
        async with handed(listening, "server", "serve", environment="production") as process:
            await _serves(process, listening.getsockname()[1], "/health/live")


async def test_a_unix_socket_reaches_nobody_beyond(tmp_path: Path) -> None:
    path = str(tmp_path / "site")
    with _bound(path) as listening:
        async with handed(listening, "server", "serve") as process:
            async with asyncio.timeout(DEADLINE):
                reader, writer = await asyncio.open_unix_connection(path)
                writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert b" 200 " in await reader.readline()
                writer.close()
            assert process.returncode is None


async def test_the_stand_in_takes_no_socket_of_all_addresses() -> None:
    with _bound("0.0.0.0") as listening:  # noqa: S104 - what must be refused
        async with handed(listening, "standalone.wechat", "--port", "0") as process:
            assert STAND_IN_REFUSED in await _said(process)


async def test_the_stand_in_serves_on_loopback() -> None:
    with _bound("127.0.0.1") as listening:
        async with handed(listening, "standalone.wechat", "--port", "0") as process:
            await _serves(process, listening.getsockname()[1], "/_control/deliveries")
