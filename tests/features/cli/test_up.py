"""`up` itself, as somebody at a terminal starts it: what its processes know, and what they leave."""

import asyncio
import os
import signal
import sys
import tomllib
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from config.settings import PREFIX
from storage.embedded.remains import find_mark
from tests.fixtures.runs import PROJECT, left_in, marked_alive

START_SECONDS = 60
STOP_SECONDS = 40
ADDRESS = "Address"


@asynccontextmanager
async def up(data: Path) -> AsyncIterator[Process]:
    """Wait until it says its address; end it on the way out."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "up", "--no-demo"),
        *("--port", "0", "--wechat-port", "0", "--data", str(data)),
        cwd=PROJECT,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            assert process.stdout is not None
            said = ""
            while ADDRESS not in said:
                said = (await process.stdout.readline()).decode()
                assert said, (await process.communicate())[1].decode()
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), STOP_SECONDS)


def read_of(pid: int, what: str) -> str:
    """A list of texts that the kernel keeps of a process (proc(5)): `cmdline` or `environ`."""
    return Path(f"/proc/{pid}/{what}").read_bytes().decode()


def children_of(data: Path) -> dict[str, int]:
    marks = {file.stem: find_mark(file) for file in (data / "pids").glob("*.pid")}
    return {name: mark.pid for name, mark in marks.items() if mark is not None}


def secrets_of(data: Path) -> set[str]:
    """Everything that was made for this installation and opens something, DSNs included."""
    kept = tomllib.loads((data / "secrets.toml").read_text("utf-8"))
    kept |= tomllib.loads((data / "app-secrets.toml").read_text("utf-8"))
    environment = tomllib.loads((data / "environment.toml").read_text("utf-8"))
    named = ("_DSN", "_KEY", "_KEYS", "_SECRET", "_TOKEN")
    return {*kept.values(), *(v for name, v in environment.items() if name.endswith(named))}


async def test_no_process_says_or_knows_more_than_it_must(quick_path: Path) -> None:
    data = quick_path / "data"
    async with up(data) as process:
        children = children_of(data)
        assert set(children) == {"postgres", "valkey", "s3", "server", "worker", "wechat"}
        for pid in (process.pid, *children.values()):
            spoken = read_of(pid, "cmdline")
            assert not [secret for secret in secrets_of(data) if secret in spoken]
        environment = tomllib.loads((data / "environment.toml").read_text("utf-8"))
        holders = {
            variable: {
                name
                for name in ("server", "worker", "wechat")
                if environment[PREFIX + variable] in read_of(children[name], "environ")
            }
            for variable in ("OWNER_DSN", "WORKER_DSN", "POSTGRES_DSN", "MASTER_KEYS")
        }
        assert holders == {
            "OWNER_DSN": set(),
            "WORKER_DSN": {"worker"},
            "POSTGRES_DSN": {"server", "worker"},
            "MASTER_KEYS": {"server", "worker"},
        }
        assert environment[PREFIX + "WECHAT_SECRET"] in read_of(children["wechat"], "environ")
        os.kill(process.pid, signal.SIGTERM)
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
        assert (left_in(data), marked_alive(data)) == ([], [])
