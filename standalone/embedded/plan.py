"""The plan of one data folder: the three servers as children to start, and where they will answer."""

from asyncio import gather
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals
from socket import socket
from typing import Literal, TypeVar

from standalone.embedded.accounts import server_account
from standalone.embedded.addresses import drop_temporary, listen_on_loopback
from standalone.embedded.binaries import postgres_programs, rclone_program, valkey_program
from standalone.embedded.child import Child
from standalone.embedded.cluster import ensure_cluster
from standalone.embedded.folder import DataFolder, kept_secrets, locked_folder
from standalone.embedded.postgres import (
    PostgresAddress,
    PostgresTuning,
    postgres_address,
    postgres_child,
)
from standalone.embedded.s3 import S3Address, s3_child
from standalone.embedded.stale_processes import end_stale_process
from standalone.embedded.valkey import ValkeyAddress, valkey_address, valkey_child

_Address = TypeVar("_Address")
ServerName = Literal["postgres", "valkey", "s3"]
ALL_SERVERS: tuple[ServerName, ...] = ("postgres", "valkey", "s3")
_SECRETS = ("postgres_password", "redis_password", "s3_access_key", "s3_secret_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedServers:
    """Where the servers answer; None for one that was left out. The DSN is the superuser's.

    `postgres.dsn(database)` and `valkey.url(db)` lead to other databases of the same servers.
    `s3_endpoint` is host:port, plain HTTP.
    """

    postgres: PostgresAddress | None = None
    valkey: ValkeyAddress | None = None
    s3: S3Address | None = None

    @property
    def postgres_dsn(self) -> str:
        return _present(self.postgres, "postgres").dsn()

    @property
    def redis_url(self) -> str:
        return _present(self.valkey, "valkey").url()

    @property
    def s3_endpoint(self) -> str:
        return _present(self.s3, "s3").endpoint

    @property
    def s3_access_key(self) -> str:
        return _present(self.s3, "s3").access_key

    @property
    def s3_secret_key(self) -> str:
        return _present(self.s3, "s3").secret_key


@dataclass(frozen=True, slots=True)
class Tuning:
    """What depends on the machine and the purpose."""

    postgres: PostgresTuning = field(default_factory=PostgresTuning)
    redis_databases: int = 16


@dataclass(frozen=True, slots=True)
class ServersPlan:
    """What `prepared` yields; `children` in the order in which they are started.

    `first_start`: the database was made just now. `folder` gives pid and log files for further
    children (`folder.pid_file("server")`), which the next start then looks after as well.
    """

    folder: DataFolder
    servers: EmbeddedServers
    children: dict[ServerName, Child]
    first_start: bool


@asynccontextmanager
async def prepared(
    data: Path, *, names: Sequence[ServerName] = ALL_SERVERS, tuning: Tuning | None = None
) -> AsyncIterator[ServersPlan]:
    """Lock the folder, end what an earlier run left in it, make what is missing; start nothing.

    Leave the context only after the children have ended: it lets go of the lock and of the S3
    server's port. Raises StartRefused (DataFolderInUse, DataFolderForbidden, BinaryMissing, …).
    """
    tuning = tuning or Tuning()
    with ExitStack() as stack:
        folder = stack.enter_context(locked_folder(data))
        await _end_stale_processes(folder)
        stack.callback(_drop_temporary, folder)
        secrets = kept_secrets(folder.root / "secrets.toml", _SECRETS)
        parts: list[_Part] = []
        if "postgres" in names:
            parts.append(await _postgres(folder, secrets["postgres_password"], tuning.postgres))
        if "s3" in names:
            listener = stack.enter_context(listen_on_loopback())
            parts.append(_s3(folder, secrets, listener))
        if "valkey" in names:
            parts.append(_valkey(folder, secrets["redis_password"], tuning.redis_databases))
        yield _plan(folder, parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """One server of the plan."""

    name: ServerName
    child: Child
    address: PostgresAddress | ValkeyAddress | S3Address
    made: bool = False


async def _postgres(folder: DataFolder, password: str, tuning: PostgresTuning) -> _Part:
    account = server_account(folder.postgres)
    made = await ensure_cluster(folder, account, password)
    address = postgres_address(folder, account, password)
    programs = postgres_programs(account, folder.root / "postgres-programs")
    child = postgres_child(folder, programs, address, account=account, tuning=tuning)
    return _Part("postgres", child, address, made)


def _valkey(folder: DataFolder, password: str, databases: int) -> _Part:
    address = valkey_address(folder, password)
    child = valkey_child(folder, valkey_program(), address, databases=databases)
    return _Part("valkey", child, address)


def _s3(folder: DataFolder, secrets: Mapping[str, str], listener: socket) -> _Part:
    host, port = listener.getsockname()
    address = S3Address(f"{host}:{port}", secrets["s3_access_key"], secrets["s3_secret_key"])
    return _Part("s3", s3_child(folder, rclone_program(), address, listen=listener), address)


def _plan(folder: DataFolder, parts: Sequence[_Part]) -> ServersPlan:
    found = {part.name: part.address for part in parts}
    postgres, valkey, s3 = (found.get(name) for name in ALL_SERVERS)
    servers = EmbeddedServers(
        postgres=postgres if isinstance(postgres, PostgresAddress) else None,
        valkey=valkey if isinstance(valkey, ValkeyAddress) else None,
        s3=s3 if isinstance(s3, S3Address) else None,
    )
    children = {part.name: part.child for part in parts}
    return ServersPlan(folder, servers, children, any(part.made for part in parts))


async def _end_stale_processes(folder: DataFolder) -> None:
    """All at once, also those of server and worker: they may still hold the port of the site."""
    files = sorted(folder.pids.glob("*.pid"))
    await gather(*(end_stale_process(file, _death_signal(file)) for file in files))


def _death_signal(pid_file: Path) -> Signals:
    return Signals.SIGQUIT if pid_file.stem == "postgres" else Signals.SIGTERM


def _drop_temporary(folder: DataFolder) -> None:
    for sockets in (folder.postgres / "sockets", folder.valkey / "sockets"):
        drop_temporary(sockets)


def _present(address: _Address | None, name: ServerName) -> _Address:
    if address is None:
        raise LookupError(f"{name} is not among the servers of this plan")
    return address
