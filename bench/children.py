"""The processes that are measured: each on a socket of its own, with its processor time."""

import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from standalone.embedded import process
from standalone.embedded.child import Child
from standalone.embedded.folder import DataFolder

_PROJECT = Path(__file__).resolve().parents[1]
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


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
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        async with _running(folder, module, environ, listening) as pid:
            yield Served(module.rpartition(".")[2], listening.getsockname()[1], pid)


@asynccontextmanager
async def at_work(
    folder: DataFolder, module: str, environ: Mapping[str, str]
) -> AsyncIterator[int]:
    """`python -m module` that serves nobody, by its process id; stopped at the end."""
    async with _running(folder, module, environ, None) as pid:
        yield pid


@asynccontextmanager
async def _running(
    folder: DataFolder, module: str, environ: Mapping[str, str], listening: socket.socket | None
) -> AsyncIterator[int]:
    name = module.rpartition(".")[2]
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
        yield running.pid
    finally:
        await process.stop(child, running)


def cpu_seconds(pid: int) -> float:
    """What a process and all below it have used, those that were waited for among them."""
    return _used(pid) + sum(map(_used, descendants(pid)))


def memory_bytes(pid: int) -> int:
    """What a process and all below it hold; what they share counts once where that can be told."""
    return sum(map(_held, [pid, *descendants(pid)]))


def descendants(pid: int) -> list[int]:
    """Ids of all processes below it."""
    found = []
    for child in _children(pid):
        found += [child, *descendants(child)]
    return found


def _held(pid: int) -> int:
    """Proportional (Pss) where this may be read, else resident."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        return int(text.partition("\nPss:")[2].split()[0]) * 1024
    except (OSError, IndexError):
        pass
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _used(pid: int) -> float:
    """User and system time, of ended children too (proc(5), stat: fields 14 to 17)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    fields = text.rpartition(")")[2].split()[11:15]
    return sum(map(int, fields)) / _TICKS


def _children(pid: int) -> list[int]:
    """Of all its threads: each may have started some."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in listed.read_text(encoding="utf-8").split()]
    return found
