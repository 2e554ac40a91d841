"""Too many connections: some are turned away before they cost, the others are answered as ever."""

import asyncio
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from server.edge.web import connections
from server.edge.web.client_address import counted_as
from server.edge.web.connections import ConnectionLimits, Connections, limits_for
from server.edge.web.edge import EdgeOptions
from server.edge.web.open_files import file_limit, raise_file_limit
from tests.edge.web.conftest import Running, running
from tests.edge.web.sample import World, sample_app
from tests.world.wire import open_wire, send_raw

_ASK = b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\n"
_HELD = (
    b"POST /api/v1/limited HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
)
_LAST = _ASK + b"Connection: close\r\n\r\n"


def crowded(most: int, most_per_address: int | None = None) -> EdgeOptions:
    return EdgeOptions(connections=ConnectionLimits(most, most_per_address))


async def busy(edge: Running) -> asyncio.StreamWriter:
    """A connection whose request is being worked on."""
    reader, writer = await open_wire(edge.url("/"))
    writer.write(_HELD)
    assert b" 100 " in await reader.readuntil(b"\r\n\r\n")
    return writer


async def kept(edge: Running) -> asyncio.StreamWriter:
    """A connection that was answered once and stays."""
    reader, writer = await open_wire(edge.url("/"))
    writer.write(_ASK + b"\r\n")
    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
    return writer


def problem(said: bytes) -> tuple[int, dict[str, Any]]:
    head, _, body = said.partition(b"\r\n\r\n")
    assert b"\r\nx-request-id: " in head
    assert b"\r\nretry-after: " in head
    assert b"\r\nx-content-type-options: nosniff" in head
    found: dict[str, Any] = json.loads(body)
    assert found["request_id"].encode() in head
    return int(head.split()[1]), found


async def test_beyond_all_that_there_is_room_for() -> None:
    world = World()
    async with running(sample_app(world, crowded(2)), world) as edge:
        stay = [await busy(edge) for _ in range(2)]
        status, found = problem(await send_raw(edge.url("/"), b""))
        assert (status, found["code"]) == (503, "unavailable")
        stay.pop().close()
        async with asyncio.timeout(30):
            while b" 200 " not in await send_raw(edge.url("/"), _LAST):
                pass
        for writer in stay:
            writer.close()


async def test_one_address_has_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_is_loopback", lambda address: False)
    world = World()
    async with running(sample_app(world, crowded(100, 2)), world) as edge:
        stay = [await kept(edge) for _ in range(2)]
        status, found = problem(await send_raw(edge.url("/"), b""))
        assert (status, found["code"]) == (429, "rate_limited")
        for writer in stay:
            writer.close()


async def test_this_machine_has_no_share() -> None:
    """A proxy stands here, or people of the machine itself."""
    world = World()
    async with running(sample_app(world, crowded(100, 2)), world) as edge:
        for writer in [await kept(edge) for _ in range(5)]:
            writer.close()


async def test_trickling_heads_keep_nobody_out() -> None:
    """Every place is taken by half a head; whoever comes with a whole one is answered."""
    world = World()
    async with running(sample_app(world, crowded(4)), world) as edge:
        slow = [await open_wire(edge.url("/")) for _ in range(12)]
        for _, writer in slow:
            writer.write(_ASK)
            await writer.drain()
        for _ in range(8):
            assert b" 200 " in await send_raw(edge.url("/"), _LAST)
        ended = [await reader.read() for reader, _ in slow[:6]]
        assert ended == [b""] * 6
        for _, writer in slow:
            writer.close()


async def test_who_was_answered_and_only_stays_keeps_nobody_out() -> None:
    """One cheap request must not be worth a place for as long as a connection is kept."""
    world = World()
    async with running(sample_app(world, crowded(4)), world) as edge:
        idle = [await kept(edge) for _ in range(4)]
        for _ in range(3):
            assert b" 200 " in await send_raw(edge.url("/"), _LAST)
        for writer in idle:
            writer.close()


async def test_what_is_turned_away_is_counted() -> None:
    world = World()
    async with running(sample_app(world, crowded(1)), world) as edge:
        writer = await busy(edge)
        await send_raw(edge.url("/"), b"")
        writer.close()
        async with asyncio.timeout(30):
            while b" 200 " not in (
                said := await send_raw(
                    edge.url("/"), b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                )
            ):
                pass
        assert b"\nshuangtui_connections_open 1.0" in said
        assert b'\nshuangtui_connections_turned_away_total{why="all"} ' in said


class Standing:
    """A connection that only stands there."""

    gone = False

    def abort(self) -> None:
        self.gone = True


def test_a_network_of_one_subscriber_is_one_address() -> None:
    door = Connections(ConnectionLimits(100, 2))
    first, second, third = Standing(), Standing(), Standing()
    assert door.enter(first, "2001:db8:1:2::1") is None
    assert door.enter(second, "2001:db8:1:2:ffff::9") is None
    assert door.enter(third, "2001:db8:1:2:3::4") == "address"
    assert door.enter(third, "2001:db8:1:3::1") is None
    door.leave(first)
    assert door.enter(Standing(), "2001:db8:1:2:3::4") is None


def test_who_leaves_twice_is_counted_once() -> None:
    door = Connections(ConnectionLimits(1, 1))
    first, second = Standing(), Standing()
    assert door.enter(first, "192.0.2.1") is None
    door.leave(first)
    door.leave(first)
    assert door.enter(second, "192.0.2.1") is None
    assert door.enter(Standing(), "192.0.2.1") == "address"
    assert door.enter(Standing(), "192.0.2.2") is None
    assert second.gone


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:DB8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_whom_an_address_counts_for(address: str, counted: str) -> None:
    assert counted_as(address) == counted


@pytest.mark.parametrize(
    ("files", "proxies", "limits"),
    [
        (1024, 0, ConnectionLimits(448, 112)),
        (1024, 1, ConnectionLimits(448, None)),
        (1 << 20, 0, ConnectionLimits(8000, 256)),
        (64, 0, ConnectionLimits(1, 1)),
    ],
)
def test_room_is_what_the_files_allow(files: int, proxies: int, limits: ConnectionLimits) -> None:
    assert limits_for(files, trusted_proxies=proxies) == limits


@contextmanager
def soft_limit(files: int) -> Iterator[int]:
    """The hard limit, while the soft one is `files`."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, before[1]))
    try:
        yield before[1]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_file_limit_is_raised_as_far_as_asked(caplog: pytest.LogCaptureFixture) -> None:
    with soft_limit(512):
        assert raise_file_limit(700) == file_limit() == 700
    assert not caplog.records


def test_a_file_limit_that_stays_low_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with soft_limit(512) as most:
        assert raise_file_limit(most + 1) == most
    assert "LimitNOFILE" in caplog.text
