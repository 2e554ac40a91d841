"""What frames a request: whatever two readers could take differently is refused, and the line cut."""

import re

import pytest

from tests.edge.web.conftest import Running
from tests.world.wire import send_raw

BODY = b'{"name":"a","plans":[]}'
SIZE = b"%d" % len(BODY)
HEX = b"%x" % len(BODY)
NEXT = b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
LENGTH = b"Content-Length: " + SIZE
CHUNKED = b"Transfer-Encoding: chunked"
CHUNKS = HEX + b"\r\n" + BODY + b"\r\n0\r\n\r\n"


def post(
    *fields: bytes, body: bytes = BODY, start: bytes = b"POST /api/v1/offers HTTP/1.1"
) -> bytes:
    always = (b"Host: a", b"Authorization: Bearer enterprise", b"Content-Type: application/json")
    return b"\r\n".join((start, *always, *fields, b"", b"")) + body


async def statuses(edge: Running, data: bytes) -> list[int]:
    """Of every answer until the server closes; another request follows `data` at once."""
    said = await send_raw(edge.url("/"), data + NEXT)
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", said)]


REFUSED = {
    "a blank before the colon of the length": post(b"Content-Length : " + SIZE),
    "a tab before the colon of the coding": post(b"Transfer-Encoding\t: chunked", body=CHUNKS),
    "full-width digits": post("Content-Length: ２３".encode()),
    "Arabic digits": post("Content-Length: ٢٣".encode()),
    "a sign": post(b"Content-Length: +" + SIZE),
    "an underscore": post(b"Content-Length: 2_3"),
    "a fraction": post(b"Content-Length: 23.0"),
    "a hexadecimal length": post(b"Content-Length: 0x17"),
    "an empty length": post(b"Content-Length:"),
    "a list of lengths": post(b"Content-Length: 23, 23"),
    "two lengths": post(LENGTH, LENGTH),
    "both framings": post(LENGTH, CHUNKED, body=CHUNKS),
    "two codings": post(CHUNKED, CHUNKED, body=CHUNKS),
    "a list of codings": post(b"Transfer-Encoding: gzip, chunked", body=CHUNKS),
    "an unknown coding": post(b"Transfer-Encoding: identity"),
    "a vertical tab in the coding": post(b"Transfer-Encoding: \x0bchunked", body=CHUNKS),
    "chunks in HTTP/1.0": post(CHUNKED, body=CHUNKS, start=b"POST /api/v1/offers HTTP/1.0"),
    "a folded line": post(b"X: y", b" Content-Length: " + SIZE),
    "a bare line feed in a value": post(b"X: y\nContent-Length: " + SIZE),
    "a bare carriage return in a value": post(b"X: y\rContent-Length: " + SIZE),
    "a NUL in a value": post(b"X: y\x00", LENGTH),
    "a line without a name": post(b": y", LENGTH),
    "two hosts": post(b"Host: b", LENGTH),
    "a host with a path": post(LENGTH).replace(b"Host: a", b"Host: a/b"),
    "a host with a name before it": post(LENGTH).replace(b"Host: a", b"Host: b@a"),
    "two hosts in one line": post(LENGTH).replace(b"Host: a", b"Host: a b"),
    "a host of letters that are none": post(LENGTH).replace(b"Host: a", "Host: ａ".encode()),
    "no host": post(LENGTH).replace(b"Host: a\r\n", b""),
    "two blanks in the first line": post(LENGTH, start=b"POST  /api/v1/offers HTTP/1.1"),
    "a tab in the first line": post(LENGTH, start=b"POST\t/api/v1/offers HTTP/1.1"),
    "a NUL in the address": post(LENGTH, start=b"POST /api/v1/off\x00ers HTTP/1.1"),
    "a fragment": post(LENGTH, start=b"POST /api/v1/offers#x HTTP/1.1"),
    "no version": post(LENGTH, start=b"POST /api/v1/offers"),
    "a version of full-width digits": post(LENGTH, start="POST /api/v1/offers HTTP/1.１".encode()),
    "line feeds alone": post(LENGTH).replace(b"\r\n", b"\n"),
    "one line feed alone": post(LENGTH).replace(b"Host: a\r\n", b"Host: a\n"),
    "chunk size 0x…": post(CHUNKED, body=b"0x" + CHUNKS),
    "chunk size +…": post(CHUNKED, body=b"+" + CHUNKS),
    "chunk size with _": post(CHUNKED, body=b"1_7\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a full-width chunk size": post(CHUNKED, body="１7\r\n".encode() + BODY + b"\r\n0\r\n\r\n"),
    "a blank before a chunk size": post(CHUNKED, body=b" " + CHUNKS),
    "a blank behind a chunk size": post(CHUNKED, body=HEX + b" \r\n" + BODY + b"\r\n0\r\n\r\n"),
    "no chunk size": post(CHUNKED, body=b"\r\n" + CHUNKS),
    "a chunk size beyond all files": post(CHUNKED, body=b"1" + b"0" * 16 + b"\r\n" + BODY),
    "a chunk without its end": post(CHUNKED, body=HEX + b"\r\n" + BODY + b"XX0\r\n\r\n"),
    "a chunk that ends by a line feed": post(CHUNKED, body=HEX + b"\r\n" + BODY + b"\n0\r\n\r\n"),
    "a chunk line that ends by a line feed": post(
        CHUNKED, body=HEX + b"\n" + BODY + b"\r\n0\r\n\r\n"
    ),
    "a line feed in a chunk extension": post(
        CHUNKED, body=HEX + b";a\nb\r\n" + BODY + b"\r\n0\r\n\r\n"
    ),
    "an endless chunk extension": post(CHUNKED, body=HEX + b";" + b"a" * 100_000),
    "a long chunk extension that is there as a whole": post(
        CHUNKED, body=HEX + b";" + b"a" * 1024 + CHUNKS[len(HEX) :]
    ),
    "a trailer": post(CHUNKED, body=HEX + b"\r\n" + BODY + b"\r\n0\r\nX: y\r\n\r\n"),
    "an end without its line": post(CHUNKED, body=HEX + b"\r\n" + BODY + b"\r\n0\r\nXX"),
}
TAKEN = {
    "a length": post(LENGTH),
    "zeros before a length": post(b"Content-Length: 000" + SIZE),
    "blanks and tabs around a value": post(b"Content-Length: \t" + SIZE + b" \t"),
    "a host in brackets with a port": post(LENGTH).replace(b"Host: a", b"Host: [::1]:8000"),
    "an empty host": post(LENGTH).replace(b"Host: a", b"Host:"),
    "no blank behind the colon": post(b"content-length:" + SIZE),
    "chunks": post(CHUNKED, body=CHUNKS),
    "CHUNKED": post(b"TRANSFER-ENCODING: CHUNKED ", body=CHUNKS),
    "upper-case chunk sizes": post(CHUNKED, body=b"00" + HEX.upper() + CHUNKS[len(HEX) :]),
    "a chunk extension": post(CHUNKED, body=HEX + b';a="b"\r\n' + BODY + b"\r\n0;c\r\n\r\n"),
    "several chunks": post(CHUNKED, body=b"1\r\n{\r\n" + b"16\r\n" + BODY[1:] + b"\r\n0\r\n\r\n"),
    "GBK in a header that nobody reads": post(LENGTH, "X-File: 合同".encode("gbk")),
    "empty lines before a request": b"\r\n\r\n" + post(LENGTH),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
async def test_refused_before_it_desynchronises(edge: Running, data: bytes) -> None:
    assert await statuses(edge, data) == [400]


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
async def test_taken_and_the_next_one_as_well(edge: Running, data: bytes) -> None:
    assert await statuses(edge, data) == [201, 200]


@pytest.mark.parametrize(
    "start", [b"CONNECT a:80 HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET http://a/api/v1/x HTTP/1.1"]
)
async def test_unusual_addresses_are_answered(edge: Running, start: bytes) -> None:
    (status, *_) = await statuses(edge, start + b"\r\nHost: a\r\n\r\n")
    assert 400 <= status < 500
