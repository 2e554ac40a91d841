"""The specification of a child process: command, user, readiness probe, signals to stop it."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

LISTEN_FD = 3
"""The number under which a child finds `Child.listen` (sd_listen_fds(3): LISTEN_FDS, LISTEN_PID)."""


async def _nothing() -> None:
    """Most children need no preparation beyond their pid file."""


@dataclass(frozen=True, slots=True)
class OsUser:
    """Whom a child runs as, by numbers; the numbers need no entry in /etc/passwd."""

    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class Child:
    """One process to start and keep: a server, the worker, the stand-in.

    `argv[0]` is a path. `env` is the whole environment. `ready` is one probe: True once it
    serves, False to ask again, `StartRefused` when asking again is useless. `prepare` runs before
    every start. `log_file` takes both outputs, appended; None: the parent's own.
    `listen` is a bound, listening socket of the parent; the child finds it at `LISTEN_FD`.
    `death_signal` is what the kernel sends when the parent dies in whatever way.
    Children with a lower `stop_turn` are stopped first, equal ones together.
    """

    name: str
    argv: tuple[str, ...]
    cwd: Path
    pid_file: Path
    ready: Callable[[], Awaitable[bool]]
    prepare: Callable[[], Awaitable[None]] = _nothing
    env: Mapping[str, str] = field(default_factory=dict)
    log_file: Path | None = None
    listen: socket | None = None
    account: OsUser | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    hasten_signal: signal.Signals = signal.SIGKILL
    death_signal: signal.Signals = signal.SIGKILL
    stop_turn: int = 0
    ready_within_s: float = 30.0
    stop_within_s: float = 10.0
