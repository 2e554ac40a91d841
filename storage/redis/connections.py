"""Connections that send a command without starting a task for it.

redis-py (8.1) bounds each send by `wait_for`, which on Python 3.11 makes a task and a timer: without
this, 70 us of processor time for a lone command instead of 55, and the ratio of `bench --only
counter` is 0.58 instead of 0.65 (docs/adr/0017). A command that the socket takes at once needs no
bound; the wait for its answer has one.
"""

from collections.abc import Iterable
from typing import Any

from redis.asyncio.connection import (
    AbstractConnection,
    Connection,
    SSLConnection,
    UnixDomainSocketConnection,
)
from redis.exceptions import ConnectionError


class _Quick(AbstractConnection):
    """Sends at once where nothing is waiting to be sent, and leaves the rest to redis-py."""

    async def send_packed_command(
        self, command: bytes | str | Iterable[bytes], check_health: bool = True
    ) -> None:
        try:
            await self._send(command, check_health)
        except RuntimeError as error:
            # uvloop's word for a socket that was closed in this very moment, as when Redis is killed.
            raise ConnectionError("the connection was closed while a command was sent") from error

    async def _send(self, command: bytes | str | Iterable[bytes], check_health: bool) -> None:
        writer: Any = self._writer
        if (
            not isinstance(command, list)
            or writer is None
            or self.health_check_interval
            or writer.is_closing()
            or writer.transport.get_write_buffer_size()
        ):
            await super().send_packed_command(command, check_health)
            return
        writer.writelines(command)


class QuickConnection(_Quick, Connection):
    """Over TCP."""


class QuickSSLConnection(_Quick, SSLConnection):
    """Over TLS."""


class QuickUnixConnection(_Quick, UnixDomainSocketConnection):
    """Over a socket of this machine."""


def quick_class(kind: type[AbstractConnection]) -> type[AbstractConnection]:
    """The quick counterpart of what redis-py chose by the URL; others stay as they are."""
    counterparts: dict[type[AbstractConnection], type[AbstractConnection]] = {
        Connection: QuickConnection,
        SSLConnection: QuickSSLConnection,
        UnixDomainSocketConnection: QuickUnixConnection,
    }
    return counterparts.get(kind, kind)
