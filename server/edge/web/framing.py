"""Reads what frames a request, so strictly that no proxy before us can have read it otherwise.

RFC 9112; where it lets a server choose, the choice is to refuse (its sections 2.2, 3.2, 5.1, 6.3, 7.1).
"""

import re
from typing import NamedTuple

# Without a way back (`++`, `*+`): a pattern that fails must fail as fast as it matches.
_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++"
_FIELD = rf"{_WORD}:[^\x00-\x08\x0a-\x1f\x7f]*+"
_HEAD = re.compile(rf"({_WORD}) ([\x21\x22\x24-\x7e]++) HTTP/(1\.[01])((?:\r\n{_FIELD})*+)")
_PARTS = re.compile(r"\n([^:]+):[ \t]*([^\r]*)")
_HOST = re.compile(r"[0-9A-Za-z\-._~%!$&'()*+,;=:\[\]]*+")
_LENGTH = re.compile("[0-9]{1,15}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,12})(?:[ \t]*;[^\x00-\x08\x0a-\x1f\x7f]*)?")
CHUNK_LINE_LIMIT = 1024
"""Bytes of a chunk's size with its extensions."""


class BadFraming(ValueError):
    """Two readers could disagree on where this request ends, or the next one begins."""


class RequestHead(NamedTuple):
    """`headers` with names in lower case; `length` in bytes, None without a body or with chunks."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    chunked: bool
    length: int | None
    keep_alive: bool


def read_head(raw: bytes) -> RequestHead:
    """The lines before the empty one, without its line ends. Raises BadFraming."""
    # Header values may be of any encoding: what no one reads need not be read.
    found = _HEAD.fullmatch(raw.decode(errors="surrogateescape"))
    if found is None:
        raise BadFraming("head")
    method, target, version, lines = found.groups()
    headers = [(name.lower(), value.rstrip(" \t")) for name, value in _PARTS.findall(lines)]
    names = [name for name, _ in headers]
    hosts = [value for name, value in headers if name == "host"]
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        raise BadFraming("host")
    if hosts and _HOST.fullmatch(hosts[0]) is None:
        raise BadFraming("host")
    chunked, length = False, None
    if "content-length" in names or "transfer-encoding" in names:
        chunked, length = _body(headers, version)
    keep_alive = _keep_alive(headers, version) if "connection" in names else version == "1.1"
    return RequestHead(method, target, version, headers, chunked, length, keep_alive)


def read_chunk_size(line: bytes) -> int:
    """Bytes of the chunk that this line announces; its extensions mean nothing. Raises BadFraming."""
    found = _CHUNK.fullmatch(line) if len(line) <= CHUNK_LINE_LIMIT else None
    if found is None:
        raise BadFraming("chunk size")
    return int(found[1], 16)


def ends_by_line_feed(raw: bytes) -> bool:
    """Whether a head that has not ended yet holds a line feed that follows no carriage return."""
    return re.search(rb"(?<!\r)\n", raw) is not None


def _body(headers: list[tuple[str, str]], version: str) -> tuple[bool, int | None]:
    framing = [field for field in headers if field[0] in ("content-length", "transfer-encoding")]
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


def _keep_alive(headers: list[tuple[str, str]], version: str) -> bool:
    said = {
        word.strip().lower()
        for name, value in headers
        if name == "connection"
        for word in value.split(",")
    }
    return "close" not in said and (version == "1.1" or "keep-alive" in said)
