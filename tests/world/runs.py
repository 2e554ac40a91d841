"""Runs `small_up` as a process of its own and looks at what it leaves."""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from standalone.embedded.accounts import may_reach
from standalone.embedded.child import OsUser
from standalone.embedded.stale_processes import find_mark, is_running

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = 65534
_START_WITHIN_S = 60.0
_END_WITHIN_S = 30.0


@dataclass
class Run:
    """One `small_up`: its process, what it told when it served, its journal so far."""

    data: Path
    process: Process
    told: dict[str, Any]
    journal: list[dict[str, Any]] = field(default_factory=list)
    last_words: str = ""

    def pid(self, name: str) -> int:
        mark = find_mark(self.data / "pids" / f"{name}.pid")
        assert mark is not None, f"{name} has no pid file"
        return mark.pid

    def events(self, event: str) -> list[str]:
        return [line["child"] for line in self.journal if line["event"] == event]

    def facts(self, event: str, fact: str) -> list[Any]:
        return [line[fact] for line in self.journal if line["event"] == event]

    async def until_started(self, name: str, times: int) -> None:
        await until(
            lambda: self.events("child.started").count(name) >= times,
            f"{name} started {times} times",
        )

    async def ended(self) -> int:
        return await asyncio.wait_for(self.process.wait(), _END_WITHIN_S)


@asynccontextmanager
async def running(
    data: Path, port: int = 0, prefix: Sequence[str] = (), names: Sequence[str] = ()
) -> AsyncIterator[Run]:
    """Start it and wait until it serves; end it on the way out if the test did not.

    `names`: of the embedded servers, these alone.
    """
    process = await started(data, port, prefix, names)
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), _START_WITHIN_S)
    assert line, await said(process)
    run = Run(data, process, json.loads(line))
    reader = asyncio.create_task(_read_journal(run))
    try:
        yield run
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await run.ended()
        await reader


async def started(
    data: Path, port: int = 0, prefix: Sequence[str] = (), names: Sequence[str] = ()
) -> Process:
    argv = (*prefix, sys.executable, "-m", "tests.world.small_up", str(data), str(port), *names)
    return await asyncio.create_subprocess_exec(*argv, cwd=PROJECT, stdout=PIPE, stderr=PIPE)


async def said(process: Process) -> str:
    assert process.stderr is not None
    return (await asyncio.wait_for(process.stderr.read(), _END_WITHIN_S)).decode()


async def until(condition: Callable[[], bool], what: str, within_s: float = 60.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {within_s:g} s: {what}"
        await asyncio.sleep(0.02)


def left_in(data: Path) -> list[str]:
    """Processes that work in this data folder, zombies not counted."""
    found = []
    for entry in (entry for entry in os.listdir("/proc") if entry.isdigit()):
        try:
            folder = os.readlink(f"/proc/{entry}/cwd")
            program = os.readlink(f"/proc/{entry}/exe")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if Path(folder).is_relative_to(data.resolve()):
            found.append(f"{entry} {program}")
    return found


def marked_alive(data: Path) -> list[str]:
    marks = {file.stem: find_mark(file) for file in (data / "pids").glob("*.pid")}
    return [name for name, mark in marks.items() if mark is not None and is_running(mark)]


def as_ordinary_user() -> list[str] | None:
    """The command that turns root into an ordinary user; empty for one already; None if we cannot.

    Where Python itself lies in a folder closed to others, as under /root, the user gets the one
    capability to look into it, and no other.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return None
    who = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    python = Path(sys.executable).resolve().parent
    if not may_reach(python, OsUser(NOBODY, NOBODY)):
        who += ["--inh-caps", "-all,+dac_read_search", "--ambient-caps", "+dac_read_search"]
    return [setpriv, *who]


async def _read_journal(run: Run) -> None:
    assert run.process.stderr is not None
    async for line in run.process.stderr:
        if line.startswith(b"{"):
            run.journal.append(json.loads(line))
        else:
            run.last_words += line.decode()
