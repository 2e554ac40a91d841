"""Starts a child, waits until it serves, stops it."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

from server.errors import StartRefused
from standalone.embedded.child import LISTEN_FD, Child
from standalone.embedded.errors import ChildFailed
from standalone.embedded.stale_processes import drop, end_stale_process

_SHIM = Path(__file__).with_name("shim.py")
_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_WORDS_BYTES = 64 * 1024
_KILL_WITHIN_S = 5.0
_ASK_EVERY_S = 0.02


async def launch(child: Child) -> Process:
    """Start it, after what an earlier run left of it is gone; returns before it serves."""
    await end_stale_process(child.pid_file, child.death_signal)
    await child.prepare()
    descriptors = () if child.listen is None else (child.listen.fileno(),)
    log = _open_log(child.log_file)
    try:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(_SHIM), _order(child), *child.argv),
            env=dict(child.env),
            stdin=DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=descriptors,
            start_new_session=True,
        )
    finally:
        if log is not None:
            os.close(log)


async def until_ready(child: Child, process: Process, log_from: int = 0) -> None:
    """Wait until the child serves; `log_from` is `log_end(child)` from before its launch.

    Raises ChildFailed when it ends or stays silent too long, and what its probe raises; it does
    not run any more then.
    """
    deadline = time.monotonic() + child.ready_within_s
    while not await _serves(child, process):
        if process.returncode is not None:
            code, said = process.returncode, words_since(child, log_from)
            raise ChildFailed(child.name, ending(code), said, returncode=code)
        if time.monotonic() > deadline:
            await stop(child, process, hastened=_already())
            silence = f"no answer in {child.ready_within_s:g} s"
            raise ChildFailed(child.name, silence, words_since(child, log_from))
        await asyncio.sleep(_ASK_EVERY_S)


async def _serves(child: Child, process: Process) -> bool:
    try:
        return await child.ready()
    except StartRefused:
        await stop(child, process, hastened=_already())
        raise


async def stop(child: Child, process: Process, hastened: asyncio.Event | None = None) -> None:
    """Ask it to stop; once its time is over, or `hastened` is set, harder; at last kill it."""
    send(process, child.stop_signal)
    await _ended(process, child.stop_within_s, hastened)
    if process.returncode is None:
        send(process, child.hasten_signal)
        await _ended(process, _KILL_WITHIN_S, None)
    send(process, signal.SIGKILL)
    await process.wait()
    drop(child.pid_file)


def send(process: Process, number: signal.Signals) -> None:
    """Send it a signal, if it has not ended."""
    if process.returncode is None:
        # Its own `send_signal` looks first whether it has ended, and may so take its exit status
        # from asyncio, which then says 255.
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


def ending(returncode: int) -> str:
    """How a process ended, for a log line: `exit 1`, `SIGKILL`."""
    return f"exit {returncode}" if returncode >= 0 else signal.Signals(-returncode).name


def log_end(child: Child) -> int:
    """How far its log has been written; 0 for a child without one."""
    if child.log_file is None or not child.log_file.exists():
        return 0
    return child.log_file.stat().st_size


def words_since(child: Child, log_from: int = 0) -> str:
    """What its log says from there on, at most the last 64 KiB; all of a log begun since then."""
    if child.log_file is None or not child.log_file.exists():
        return ""
    with child.log_file.open("rb") as log:
        end = log.seek(0, os.SEEK_END)
        log.seek(max(0, end - _WORDS_BYTES, log_from if log_from <= end else 0))
        return log.read().decode("utf-8", errors="replace").strip()


def _order(child: Child) -> str:
    account = child.account
    return json.dumps(
        {
            "parent": os.getpid(),
            "death_signal": int(child.death_signal),
            "cwd": str(child.cwd),
            "pid_file": str(child.pid_file),
            "listen": None if child.listen is None else child.listen.fileno(),
            "listen_as": LISTEN_FD,
            "account": None if account is None else [account.uid, account.gid],
        }
    )


def _open_log(path: Path | None) -> int | None:
    """Appends; a log that has grown past its limit becomes `.1`, so that two are kept."""
    if path is None:
        return None
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


async def _ended(process: Process, within_s: float, hastened: asyncio.Event | None) -> None:
    waits = [asyncio.ensure_future(process.wait())]
    if hastened is not None:
        waits.append(asyncio.ensure_future(_set(hastened)))
    try:
        await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _set(event: asyncio.Event) -> int:
    await event.wait()
    return 0


def _already() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event
