"""The embedded PostgreSQL: how it is started, and when it serves."""

import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import asyncpg

from standalone.embedded.addresses import socket_folder
from standalone.embedded.binaries import PostgresPrograms
from standalone.embedded.child import Child, KeptData, OsUser
from standalone.embedded.cluster import REMEDY, SUPERUSER
from standalone.embedded.errors import DataUnreadable, SecretsDoNotFit
from standalone.embedded.folder import DataFolder
from standalone.embedded.stale_processes import end_all, processes_in

_PORT = 5432
_PROBE_WITHIN_S = 5.0
STOP_TURN = 60
_FAULTS: Final = re.compile(
    r"\b(?:FATAL|PANIC): {2}(?!the database system is)|could not find the database system"
    r"|terminated by signal (?!9\b|15\b)"
)
_SERVES = "database system is ready to accept connections"
_OF_THE_MACHINE: Final = (
    "No space left on device",
    "Disk quota exceeded",
    "Cannot allocate memory",
    "could not map anonymous shared memory",
    "Too many open files",
    "could not create any Unix-domain sockets",
    "lock file",
    "shared memory block",
)
_STOPPED_BY_OTHERS = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGQUIT)
_DAMAGED = ("58", "XX", "3D")
"""Classes of SQLSTATE: a system error of files, an internal error such as corrupted data, and a
missing database, which is the one that every cluster is made with."""


@dataclass(frozen=True, slots=True)
class PostgresTuning:
    """What depends on the machine and the purpose; `fsync` off only where losing all is fine."""

    shared_buffers_mb: int = 256
    max_connections: int = 200
    fsync: bool = True


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A socket folder and the superuser's password; `dsn` is a libpq URI for asyncpg."""

    sockets: Path
    password: str
    port: int = _PORT

    def dsn(
        self, database: str = "postgres", *, user: str = SUPERUSER, password: str | None = None
    ) -> str:
        """For the superuser unless another user and password are given."""
        where = urlencode({"host": str(self.sockets), "port": self.port})
        secret = self.password if password is None else password
        return f"postgresql://{quote(user)}:{quote(secret)}@/{quote(database)}?{where}"


def postgres_address(folder: DataFolder, account: OsUser | None, password: str) -> PostgresAddress:
    """Also makes the socket folder."""
    sockets = socket_folder(folder.postgres / "sockets", f".s.PGSQL.{_PORT}", account)
    return PostgresAddress(sockets, password)


def postgres_child(
    folder: DataFolder,
    programs: PostgresPrograms,
    address: PostgresAddress,
    *,
    account: OsUser | None,
    tuning: PostgresTuning,
) -> Child:
    """The postmaster. Its folders are named relative to its working folder, which it is put into
    before it loses root: folders above may be closed to its user.
    """
    cluster = folder.postgres / "cluster"

    async def prepare() -> None:
        await _clean_up(cluster, address.sockets)

    async def ready() -> bool:
        return await _answers(address, cluster)

    return Child(
        name="postgres",
        argv=(str(programs.postgres), "-D", "/proc/self/cwd", *_settings(folder, address, tuning)),
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        cwd=cluster,
        pid_file=folder.pid_file("postgres"),
        log_file=folder.log_file("postgres"),
        account=account,
        prepare=prepare,
        ready=ready,
        data=KeptData(folder=cluster, unreadable=_is_unreadable, remedy=REMEDY),
        stop_signal=signal.SIGINT,  # fast: roll back what runs, write a checkpoint
        hasten_signal=signal.SIGQUIT,  # immediate: recover from the log at the next start
        death_signal=signal.SIGQUIT,  # SIGKILL would leave busy backends running on their own
        stop_turn=STOP_TURN,
        ready_within_s=120.0,
        stop_within_s=20.0,
    )


def _settings(
    folder: DataFolder, address: PostgresAddress, tuning: PostgresTuning
) -> tuple[str, ...]:
    own = address.sockets == folder.postgres / "sockets"
    settings = {
        "listen_addresses": "",
        "port": _PORT,
        "unix_socket_directories": "../sockets" if own else address.sockets,
        "unix_socket_permissions": "0700",
        "max_connections": tuning.max_connections,
        "shared_buffers": f"{tuning.shared_buffers_mb}MB",
        "effective_cache_size": "1GB",
        "max_wal_size": "1GB",
        "fsync": "on" if tuning.fsync else "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
        # DETAIL would quote whole rows, names and all.
        "log_error_verbosity": "terse",
    }
    return tuple(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))


async def _clean_up(cluster: Path, sockets: Path) -> None:
    """Backends outlive a killed postmaster while busy; a new one must not start beside them.

    A pid file whose number now belongs to a stranger (or to a zombie that nobody reaps) would
    make PostgreSQL refuse to start; once nobody works in the folder, it means nothing.
    """
    await end_all(lambda: processes_in(cluster, "postgres"), signal.SIGQUIT)
    _drop_lock_files(cluster, sockets)


def _drop_lock_files(cluster: Path, sockets: Path) -> None:
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _is_unreadable(returncode: int, said: str) -> bool:
    """Whether it ended by itself before it served, over a fault that is not the machine's."""
    if returncode in (0, *_STOPPED_BY_OTHERS) or _SERVES in said:
        return False
    return bool(_FAULTS.search(said)) and not any(words in said for words in _OF_THE_MACHINE)


async def _answers(address: PostgresAddress, cluster: Path) -> bool:
    try:
        connection = await asyncpg.connect(address.dsn(), timeout=_PROBE_WITHIN_S)
    except asyncpg.InvalidPasswordError as error:
        raise SecretsDoNotFit("PostgreSQL") from error
    except asyncpg.PostgresError as error:
        # It lets nobody in, and never will: a file that every session opens is gone or damaged.
        if str(error.sqlstate).startswith(_DAMAGED):
            raise DataUnreadable("PostgreSQL", cluster, REMEDY, str(error)) from error
        return False
    except (OSError, TimeoutError, asyncpg.InterfaceError):
        return False
    await connection.close(timeout=_PROBE_WITHIN_S)
    return True
