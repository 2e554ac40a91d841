"""Each request has one line in the log and one count, however it ends; what clients do is no fault."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator

import pytest

from server.edge.web.edge import EdgeOptions
from server.edge.web.log_writer import LogWriter
from tests.edge.web.conftest import Running, running
from tests.edge.web.sample import World, sample_app
from tests.world.wire import cut, open_wire, send_raw

_LOGIN = b"Authorization: Bearer enterprise\r\n"
_END = b"Connection: close\r\n\r\n"


class Lines(LogWriter):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__(-1)
        self.kept: list[dict[str, object]] = []
        self.came = asyncio.Event()

    def open(self) -> None: ...

    def write(self, line: bytes) -> None:
        self.kept.append(json.loads(line))
        self.came.set()

    def forget(self) -> None:
        self.kept.clear()
        self.came.clear()


@pytest.fixture
def no_fault(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is logged with a traceback, or as an error, while the test runs."""
    yield
    # `caplog.records` would be those of this clearing up.
    told = caplog.get_records("call")
    faults = [one for one in told if one.exc_info or one.levelno >= logging.ERROR]
    assert not faults, [one.getMessage() for one in faults]


def counts(said: bytes) -> dict[str, float]:
    found = re.findall(rb"\nshuangtui_http_requests_total(\{[^}]*\}) ([\d.]+)", said)
    return {labels.decode(): float(count) for labels, count in found if b"/metrics" not in labels}


async def ask_metrics(edge: Running) -> dict[str, float]:
    return counts(await send_raw(edge.url("/"), b"GET /metrics HTTP/1.1\r\nHost: a\r\n" + _END))


async def one_end(edge: Running, lines: Lines) -> dict[str, object]:
    """The only line, once it is there, after another request has shown that no second one comes."""
    await asyncio.wait_for(lines.came.wait(), 30)
    found = await ask_metrics(edge)
    (line, own) = lines.kept
    assert own["route"] == "/metrics"
    assert list(found.values()) == [1.0]
    return line


def watched(lines: Lines) -> EdgeOptions:
    return EdgeOptions(log=lines)


@pytest.mark.usefixtures("no_fault")
async def test_who_leaves_while_the_handler_works() -> None:
    world, lines = World(), Lines()
    async with running(sample_app(world, watched(lines)), world) as edge:
        _, writer = await open_wire(edge.url("/"))
        writer.write(
            b"POST /api/v1/held HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + _LOGIN + b"\r\n"
        )
        await asyncio.wait_for(world.entered.wait(), 30)
        cut(writer)
        line = await one_end(edge, lines)
        assert (line["status"], line["route"]) == (499, "/api/v1/held")
        world.gate.set()


LEFT = {
    "a head": b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nX",
    "a body": (
        b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + _LOGIN
        + b"Content-Length: 4000\r\n\r\n{"
    ),
}


@pytest.mark.usefixtures("no_fault")
@pytest.mark.parametrize("sent", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("is_reset", [True, False])
async def test_who_leaves_in_the_middle(sent: bytes, is_reset: bool) -> None:
    world, lines = World(), Lines()
    async with running(sample_app(world, watched(lines)), world) as edge:
        _, writer = await open_wire(edge.url("/"))
        writer.write(sent)
        await writer.drain()
        # The server has read it once it answers somebody who came later.
        await send_raw(edge.url("/"), b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\n" + _END)
        lines.forget()
        if is_reset:
            cut(writer)
        else:
            writer.close()
        await asyncio.wait_for(lines.came.wait(), 30)
        await ask_metrics(edge)
        assert [line["status"] for line in lines.kept] == [499, 200]


@pytest.mark.usefixtures("no_fault")
async def test_who_leaves_in_the_middle_of_an_answer() -> None:
    world, lines = World(), Lines()
    async with running(sample_app(world, watched(lines)), world) as edge:
        reader, writer = await open_wire(edge.url("/"))
        writer.write(
            b"GET /api/v1/archive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer auditor\r\n\r\n"
        )
        await reader.readexactly(1000)
        cut(writer)
        await asyncio.wait_for(world.finished.wait(), 30)
        assert (await one_end(edge, lines))["status"] == 200


@pytest.mark.usefixtures("no_fault")
@pytest.mark.parametrize(
    "sent",
    [
        b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /api/v1/\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /api/v1/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET \\ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /" + b"a" * 15_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"rubbish\r\n\r\n",
    ],
)
async def test_odd_requests_are_answered_and_logged(sent: bytes) -> None:
    world, lines = World(), Lines()
    async with running(sample_app(world, watched(lines)), world) as edge:
        said = await send_raw(edge.url("/"), sent.replace(b"\r\n\r\n", b"\r\n" + _END))
        assert re.match(rb"HTTP/1\.1 4\d\d ", said), said
        assert b'"code":"' in said
        line = await one_end(edge, lines)
        assert line["status"] == int(said.split()[1])


@pytest.mark.usefixtures("no_fault")
async def test_a_body_that_nobody_reads_is_no_fault() -> None:
    world, lines = World(), Lines()
    async with running(sample_app(world, watched(lines)), world) as edge:
        head = b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n" + _END
        assert (await send_raw(edge.url("/"), head + b"abc")).startswith(b"HTTP/1.1 200 ")
        assert (await one_end(edge, lines))["status"] == 200
