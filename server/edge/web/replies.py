"""Answers: JSON, pages, cached reads, nothing at all, and the bytes of files."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

import msgspec
from sanic.response import HTTPResponse

from server.edge.web.request import ApiRequest

Item = TypeVar("Item")
_ENCODER = msgspec.json.Encoder()
_JSON = "application/json"


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """One page of a list."""

    items: Sequence[Item]
    next_cursor: str | None = None


class Counted(Page[Item], Generic[Item], frozen=True, kw_only=True):
    """One page of a list, and how many there are on all pages."""

    total: int


def encode(body: Any) -> bytes:
    return _ENCODER.encode(body)


def reply(
    body: Any, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    """`body` (anything msgspec encodes) as JSON that nobody may keep, as all that says nothing else."""
    given = {**headers} if headers else None
    return HTTPResponse(_ENCODER.encode(body), status, given, content_type=_JSON)


def reply_created(body: Any) -> HTTPResponse:
    return reply(body, 201)


def reply_nothing() -> HTTPResponse:
    return HTTPResponse(status=204)


def reply_version(body: Any, version: int, status: int = 200) -> HTTPResponse:
    """A document with its version as a strong ETag, to be sent back in `If-Match`."""
    return reply(body, status, headers={"etag": version_tag(version)})


def version_tag(version: int) -> str:
    return f'"{version}"'


def etag_of(encoded: bytes) -> str:
    return f'"{blake2b(encoded, digest_size=12).hexdigest()}"'


def matches(if_none_match: str | None, etag: str) -> bool:
    """RFC 9110, 13.1.2: weak comparison against each listed tag."""
    if if_none_match is None:
        return False
    if if_none_match == etag:
        return True
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def reply_cached(request: ApiRequest, body: Any, *, max_age: int = 0) -> HTTPResponse:
    """A read that changes rarely: with its ETag, or 304 if the client has it already.

    `max_age` in seconds; 0 lets clients keep it but ask each time. `body` may be encoded bytes.
    """
    encoded = body if isinstance(body, bytes) else _ENCODER.encode(body)
    return reply_tagged(request, encoded, etag_of(encoded), max_age=max_age)


def reply_tagged(
    request: ApiRequest, encoded: bytes, etag: str, *, max_age: int = 0, private: bool = False
) -> HTTPResponse:
    """`reply_cached` for JSON that was rendered and given its tag before.

    `private`: for who is logged in; a cookie alone tells no cache on the way that it is.
    """
    if matches(request.headers.get("if-none-match"), etag):
        response = HTTPResponse(status=304)
    else:
        response = HTTPResponse(encoded, content_type=_JSON)
    response.headers["etag"] = etag
    kept = f"max-age={max_age}" if max_age else "no-cache"
    response.headers["cache-control"] = f"private, {kept}" if private else kept
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """`Content-Disposition` with a plain fallback and the real name (RFC 6266, RFC 8187)."""
    kept = (letter for letter in name if letter.isprintable())
    clean = "".join("_" if letter in "/\\" else letter for letter in kept) or "file"
    plain = "".join(
        letter if letter.isascii() and letter not in '"\\%;' else "_" for letter in clean
    )
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def file_headers(name: str, *, inline: bool = False) -> dict[str, str]:
    """Headers of every file that leaves here: never run, never kept; `nosniff` as all answers."""
    return {
        "content-disposition": disposition(name, inline=inline),
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "cache-control": "private, no-store",
    }


# WeChat draws a mini-program's pages from an origin of its own, and its web view obeys this header.
SHOWN_ANYWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {"cross-origin-resource-policy": "cross-origin"}
)
"""Of pictures that everybody may see: the mini-program shows them by their addresses."""


def reply_file(
    content: bytes, name: str, content_type: str, *, inline: bool = False
) -> HTTPResponse:
    """A small file held in memory, such as a spreadsheet made for this answer."""
    headers = file_headers(name, inline=inline)
    return HTTPResponse(content, content_type=content_type, headers=headers)


async def stream_file(
    request: ApiRequest,
    chunks: AsyncGenerator[bytes, None],
    *,
    name: str,
    content_type: str,
    size: int,
    inline: bool = False,
) -> None:
    """Send `size` bytes as they come; the first chunk is awaited before the status goes out."""
    async with aclosing(chunks):
        first = await anext(chunks, b"")
        headers = file_headers(name, inline=inline) | {"content-length": str(size)}
        response = await request.respond(status=200, headers=headers, content_type=content_type)
        await response.send(first)
        async for chunk in chunks:
            await response.send(chunk)
        await response.eof()


async def stream_growing(
    request: ApiRequest, pieces: AsyncGenerator[bytes, None], *, name: str, content_type: str
) -> None:
    """Send what is made while it is sent, so that its size is known to nobody before its end."""
    async with aclosing(pieces):
        first = await anext(pieces, b"")
        response = await request.respond(
            status=200, headers=file_headers(name), content_type=content_type
        )
        await response.send(first)
        async for piece in pieces:
            if piece:
                await response.send(piece)
        await response.eof()
