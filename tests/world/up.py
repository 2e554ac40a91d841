"""`up` as a process, and one command at a second terminal."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from config.settings import PREFIX
from standalone.embedded.stale_processes import find_mark
from tests.world.runs import PROJECT

START_SECONDS = 120
STOP_SECONDS = 40
ADDRESS = "Address"


@asynccontextmanager
async def up(
    data: Path, *more: str, demo: bool = False, heard: list[str] | None = None, **settings: str
) -> AsyncIterator[Process]:
    """Wait until it says its address; end it on the way out. `more` are words of the command.

    `heard` gets what it says on standard output until then.
    """
    turned = {PREFIX + name.upper(): value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "up", *(() if demo else ("--no-demo",))),
        *("--port", "0", "--wechat-port", "0", "--data", str(data), *more),
        cwd=PROJECT,
        env={**os.environ, **turned},
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
                if heard is not None:
                    heard.append(said)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), STOP_SECONDS)


def children_of(data: Path) -> dict[str, int]:
    """Process ids by name, of those that run."""
    marks = {file.stem: find_mark(file) for file in (data / "pids").glob("*.pid")}
    return {name: mark.pid for name, mark in marks.items() if mark is not None}


async def beside(data: Path, *command: str) -> tuple[int | None, str]:
    """One command at a second terminal: its exit status and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", *command, "--data", str(data)),
        cwd=PROJECT,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), START_SECONDS)
    return process.returncode, said.decode()
