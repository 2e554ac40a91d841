"""The specification of a child process: command, user, readiness probe, signals to stop it."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from models.rules.reasons import Text

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
class KeptData:
    """What a child keeps on disk, and what is done once it cannot read that any more.

    `unreadable` judges a start that failed by its end (as of `subprocess`) and by what it wrote to
    its log: True where nothing but its own data can have stopped it. `set_aside` moves the data
    out of the way and returns where they are now; None for data that hold the truth: with those
    nothing is done but to say so (`remedy`), and the run stops.
    """

    folder: Path
    unreadable: Callable[[int, str], bool]
    set_aside: Callable[[], Path] | None = None
    remedy: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Child:
    """One process to start and keep: a server, the worker, the stand-in.

    `argv[0]` is a path. `env` is the whole environment. `ready` is one probe: True once it
    serves, False to ask again, `StartRefused` when asking again is useless. `prepare` runs before
    every start. `log_file` takes both outputs, appended; None: the parent's own.
    `listen` is a bound, listening socket of the parent; the child finds it at `LISTEN_FD`.
    `death_signal` is what the kernel sends when the parent dies in whatever way.
    `data`: None for one that keeps nothing whose loss it would have to survive.
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
    data: KeptData | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    hasten_signal: signal.Signals = signal.SIGKILL
    death_signal: signal.Signals = signal.SIGKILL
    stop_turn: int = 0
    ready_within_s: float = 30.0
    stop_within_s: float = 10.0
