"""Stale processes of an earlier run: found by pid file and folder, checked by /proc, ended."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY_S = 0.02
_BY_THEMSELVES_S = 1.0
_AFTER_SIGNAL_S = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One process for good: its number, its start in clock ticks since boot, its program."""

    pid: int
    start_time: int
    program: str


def find_mark(pid_file: Path) -> Mark | None:
    """What the shim wrote; None if there is no file or it was cut short."""
    try:
        pid, start_time, program = pid_file.read_text("utf-8").rstrip("\n").split(" ", 2)
        return Mark(int(pid), int(start_time), program)
    except (FileNotFoundError, ValueError):
        return None


def is_running(mark: Mark) -> bool:
    """Whether this very process lives; a zombie, and a stranger under the same number, does not."""
    return _start_time(mark.pid) == mark.start_time and _program(mark.pid) == mark.program


def processes_in(folder: Path, program: str) -> list[int]:
    """Numbers of the processes of that program (by file name) whose working folder this is."""
    try:
        wanted = folder.stat()
    except FileNotFoundError:
        return []
    return [
        pid
        for pid in (int(entry) for entry in os.listdir("/proc") if entry.isdigit())
        if os.path.basename(_program(pid) or "") == program and _works_in(pid, wanted)
    ]


async def end_stale_process(pid_file: Path, stop_signal: signal.Signals) -> None:
    """Wait for, or end, the process of that pid file; then remove the file."""
    mark = find_mark(pid_file)
    if mark is not None:
        await end_all(lambda: [mark.pid] if is_running(mark) else [], stop_signal)
    drop(pid_file)


def drop(pid_file: Path) -> None:
    """The process is gone, and with it what its file says."""
    pid_file.unlink(missing_ok=True)


async def end_all(alive: Callable[[], list[int]], stop_signal: signal.Signals) -> None:
    """Children of a dead parent are dying already: wait, then ask, then kill."""
    if await _gone(alive, _BY_THEMSELVES_S):
        return
    for number in (stop_signal, signal.SIGKILL):
        _send(alive(), number)
        if await _gone(alive, _AFTER_SIGNAL_S):
            return
    raise TimeoutError(f"processes {alive()} do not end, not even by SIGKILL")


async def _gone(alive: Callable[[], list[int]], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while alive():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_LOOK_EVERY_S)
    return True


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _start_time(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(stat.rpartition(")")[2].split()[19])


def _program(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None


def _works_in(pid: int, folder: os.stat_result) -> bool:
    try:
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), folder)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False
