"""Commands go out whole and in order, whatever their size; each URL gets the connection of its kind."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError

from storage.redis.connect import Client, open_redis
from storage.redis.connections import QuickConnection, QuickSSLConnection, QuickUnixConnection
from tests.storage.redis.conftest import KINDS

# A Cluster has connections of its own, and no pipeline over its nodes.
SINGLE = [kind for kind in KINDS if kind != "cluster"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("redis://localhost", QuickConnection),
        ("rediss://localhost", QuickSSLConnection),
        ("unix:///nonexistent", QuickUnixConnection),
    ],
)
def test_the_connection_fits_the_address(url: str, kind: type) -> None:
    client = open_redis(url)
    assert client.connection_pool.connection_class is kind


@pytest.mark.parametrize("client", SINGLE, indirect=True)
async def test_what_the_socket_does_not_take_at_once_arrives_whole(client: Client) -> None:
    large = bytes(range(256)) * 40_000
    names = [uuid4().hex for _ in range(8)]

    await asyncio.gather(*(client.set(name, large + name.encode(), px=60_000) for name in names))
    found = await asyncio.gather(*(client.get(name) for name in names))

    assert found == [large + name.encode() for name in names]
    await client.delete(*names)


@pytest.mark.parametrize("client", SINGLE, indirect=True)
async def test_a_pipeline_is_answered_in_its_order(client: Client) -> None:
    async with client.pipeline(transaction=True) as pipeline:
        for number in range(100):
            pipeline.echo(str(number))
        answers = await pipeline.execute()
    assert answers == [str(number).encode() for number in range(100)]


async def test_a_socket_that_was_closed_meanwhile_is_a_lost_connection() -> None:
    """Redis was killed between two words: what uvloop raises then must not become a 500."""

    def gone(_: object) -> None:
        raise RuntimeError("unable to perform operation on <TCPTransport>; the handler is closed")

    connection = QuickConnection()
    transport = SimpleNamespace(get_write_buffer_size=lambda: 0)
    writer = SimpleNamespace(
        is_closing=lambda: False, transport=transport, writelines=gone, close=lambda: None
    )
    connection._reader, connection._writer = Any, writer
    with pytest.raises(ConnectionError):
        await connection.send_packed_command([b"PING"])
    connection._reader = connection._writer = None
