"""The embedded Valkey: how it is started, and when it serves."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from redis.asyncio import Redis
from redis.exceptions import RedisError

from standalone.embedded.addresses import socket_folder
from standalone.embedded.child import Child
from standalone.embedded.folder import DataFolder, write_private
from standalone.embedded.valkey_data import valkey_data

_SOCKET = "valkey.sock"
_CONFIG = "valkey.conf"
_PROBE_WITHIN_S = 5.0
STOP_TURN = 40


@dataclass(frozen=True, slots=True)
class ValkeyAddress:
    """A socket and the password; `url(db)` is what `redis.asyncio.Redis.from_url` takes."""

    socket: Path
    password: str

    def url(self, db: int = 0) -> str:
        return f"unix://:{quote(self.password)}@{quote(str(self.socket))}?db={db}"


def valkey_address(folder: DataFolder, password: str) -> ValkeyAddress:
    """Also makes the socket folder."""
    return ValkeyAddress(
        socket_folder(folder.valkey / "sockets", _SOCKET, None) / _SOCKET, password
    )


def valkey_child(
    folder: DataFolder, program: Path, address: ValkeyAddress, *, databases: int
) -> Child:
    """Keeps what it holds: appended to a log that is synced every second, never evicted."""

    async def prepare() -> None:
        address.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(folder.valkey / _CONFIG, _config(folder, address, databases))

    async def ready() -> bool:
        return await _answers(address)

    return Child(
        name="valkey",
        argv=(str(program), _CONFIG),
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        cwd=folder.valkey,
        pid_file=folder.pid_file("valkey"),
        log_file=folder.log_file("valkey"),
        prepare=prepare,
        ready=ready,
        data=valkey_data(folder),
        stop_turn=STOP_TURN,
        ready_within_s=60.0,
    )


def _config(folder: DataFolder, address: ValkeyAddress, databases: int) -> str:
    """In a private file rather than in arguments, which everybody on the machine can read."""
    own = address.socket.parent == folder.valkey / "sockets"
    where = f"sockets/{_SOCKET}" if own else str(address.socket)
    return "\n".join(
        (
            "port 0",
            f'unixsocket "{where}"',
            "unixsocketperm 700",
            f"requirepass {address.password}",
            f"databases {databases}",
            "daemonize no",
            "maxmemory-policy noeviction",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxclients 2000",
            "",
        )
    )


async def _answers(address: ValkeyAddress) -> bool:
    client = Redis.from_url(
        address.url(), socket_timeout=_PROBE_WITHIN_S, socket_connect_timeout=_PROBE_WITHIN_S
    )
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()
