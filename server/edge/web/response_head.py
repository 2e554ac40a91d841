"""What the head of every answer says, and the head of a complete one written in one go.

Sanic puts each header of the connection into the answer's multidict first and then translates
every name and value letter by letter: a platform list costs 75 us of processor time instead of 58,
and reaches 0.51 of a bare server's rate instead of 0.73 (`make bench`, docs/adr/0017).
"""

from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from sanic.response import BaseHTTPResponse

_STATUS_LINES: Final[Mapping[int, str]] = MappingProxyType(
    {int(status): f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}
)
_NO_BODY = frozenset({100, 101, 102, 103, 204, 304})
_ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
)
_UNLESS_SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Pages say their own: the public ones, those of built clients, /docs.
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cache-control": "no-store",
        # A neighbouring host is of the same site, so that a browser's cookie goes to us with what it
        # embeds: it is to learn nothing by that (docs/adr/0048).
        "cross-origin-resource-policy": "same-origin",
    }
)
_FIXED_LINES = "\r\n".join(f"{name}: {value}" for name, value in _ALWAYS.items())
_DEFAULT_LINES = tuple((name, f"{name}: {value}") for name, value in _UNLESS_SAID.items())


def secure(headers: MutableMapping[str, str]) -> None:
    """What browsers and caches between must know of every answer, also of those that Sanic writes."""
    headers.update(_ALWAYS)
    for name, value in _UNLESS_SAID.items():
        headers.setdefault(name, value)


def whole_head(answer: BaseHTTPResponse, keep_alive: bool) -> bytes | None:
    """Status line and headers of an answer whose body is known, `secure` as every other.

    None leaves it to Sanic: an unusual status, framing set by hand, or a value that could break
    out of its line.
    """
    start = _STATUS_LINES.get(answer.status)
    if start is None or answer.status in _NO_BODY or answer.body is None:
        return None
    headers = answer.headers
    if "content-length" in headers or "transfer-encoding" in headers or "connection" in headers:
        return None
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if answer.content_type and "content-type" not in headers:
        lines.append(f"content-type: {answer.content_type}")
    # Looked at together: a line break anywhere makes the whole text unprintable.
    if not "".join(lines).isprintable():
        return None
    lines.append(_FIXED_LINES)
    lines += [line for name, line in _DEFAULT_LINES if name not in headers]
    lines.append(f"content-length: {len(answer.body)}")
    lines.append("connection: keep-alive\r\n\r\n" if keep_alive else "connection: close\r\n\r\n")
    return (start + "\r\n".join(lines)).encode(errors="surrogateescape")
