"""The processes that are measured: each on a socket of its own, with its processor time."""

import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from standalone.embedded import process
from standalone.embedded.child import Child
from standalone.embedded.folder import DataFolder

_PROJECT = Path(__file__).resolve().parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Served:
    """One server process; its own name and where it answers."""

    name: str
    port: int
    pid: int


async def _bound() -> bool:
    """The socket listens before the process begins: the first request simply waits."""
    return True


@asynccontextmanager
async def served(
    folder: DataFolder, module: str, environ: Mapping[str, str]
) -> AsyncIterator[Served]:
    """`python -m module` on a socket of loopback that it inherits; stopped at the end."""
    name = module.rpartition(".")[2]
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        child = Child(
            name=name,
            argv=(sys.executable, "-m", module),
            cwd=_PROJECT,
            pid_file=folder.pid_file(name),
            log_file=folder.log_file(name),
            env={"PATH": "/usr/bin:/bin", **environ},
            listen=listening,
            ready=_bound,
        )
        running = await process.launch(child)
        try:
            yield Served(name, listening.getsockname()[1], running.pid)
        finally:
            await process.stop(child, running)


def cpu_seconds(pid: int) -> float:
    """What a process and those of its children that still run or were waited for have used."""
    found = _used(pid, with_ended=True)
    for child in _children(pid):
        found += _used(child, with_ended=False)
    return found


def _used(pid: int, *, with_ended: bool) -> float:
    """User and system time (proc(5), stat: fields 14 and 15; of ended children 16 and 17)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    fields = text.rpartition(")")[2].split()[11:15]
    return sum(map(int, fields if with_ended else fields[:2])) / _TICKS


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in text.split()]
