"""Reads what frames a request, so strictly that no proxy before us can have read it otherwise.

RFC 9112; where it lets a server choose, the choice is to refuse (its sections 2.2, 5.1, 6.3, 7.1).
"""

import re
from dataclasses import dataclass

_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_START = re.compile(rf"({_WORD}) ([\x21-\x7e]+) HTTP/(1\.[01])")
_FIELD = re.compile(rf"({_WORD}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_LENGTH = re.compile("[0-9]{1,15}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,12})(?:[ \t]*;[^\x00-\x08\x0a-\x1f\x7f]*)?")
CHUNK_LINE_LIMIT = 1024
"""Bytes of a chunk's size with its extensions."""


class BadFraming(ValueError):
    """Two readers could disagree on where this request ends, or the next one begins."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """`headers` with names in lower case; `length` in bytes, None without a body or with chunks."""

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]
    chunked: bool
    length: int | None
    keep_alive: bool


def read_head(raw: bytes) -> RequestHead:
    """The lines before the empty one, without its line ends. Raises BadFraming."""
    # Header values may be of any encoding: what no one reads need not be read.
    start, *lines = raw.decode(errors="surrogateescape").split("\r\n")
    first = _START.fullmatch(start)
    if first is None:
        raise BadFraming("first line")
    headers = tuple(_field(line) for line in lines)
    method, target, version = first.groups()
    chunked, length = _body(headers, version)
    return RequestHead(
        method, target, version, headers, chunked, length, _keep_alive(headers, version)
    )


def read_chunk_size(line: bytes) -> int:
    """Bytes of the chunk that this line announces; its extensions mean nothing. Raises BadFraming."""
    found = _CHUNK.fullmatch(line)
    if found is None:
        raise BadFraming("chunk size")
    return int(found[1], 16)


def ends_by_line_feed(raw: bytes) -> bool:
    """Whether a head that has not ended yet holds a line feed that follows no carriage return."""
    return re.search(rb"(?<!\r)\n", raw) is not None


def _field(line: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(line)
    if found is None:
        raise BadFraming("header line")
    return found[1].lower(), found[2].rstrip(" \t")


def _body(headers: tuple[tuple[str, str], ...], version: str) -> tuple[bool, int | None]:
    hosts = sum(name == "host" for name, _ in headers)
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise BadFraming("host")
    framing = [field for field in headers if field[0] in ("content-length", "transfer-encoding")]
    if not framing:
        return False, None
    (name, value), *more = framing
    if more:
        raise BadFraming("framed twice")
    if name == "content-length":
        if _LENGTH.fullmatch(value) is None:
            raise BadFraming("length")
        return False, int(value)
    if value.lower() != "chunked" or version != "1.1":
        raise BadFraming("coding")
    return True, None


def _keep_alive(headers: tuple[tuple[str, str], ...], version: str) -> bool:
    said = {
        word.strip().lower()
        for name, value in headers
        if name == "connection"
        for word in value.split(",")
    }
    return "close" not in said and (version == "1.1" or "keep-alive" in said)
