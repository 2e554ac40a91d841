"""One HTTP exchange with WeChat: raw UTF-8 JSON out, body bytes decoded whatever the header says."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import aiohttp

from server.edge.wechat.errors import NotAnswered, NotReached

CONNECT_SECONDS: Final = 3
TOTAL_SECONDS: Final = 8
_RID: Final = re.compile(r"rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})")
_OPAQUE: Final = re.compile(r"[A-Za-z0-9_\-+/=]{20,}")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG")
"""How a JPEG and a PNG begin: status and content type do not tell them from a refusal."""
_log = logging.getLogger(__name__)

CountCall = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Api:
    """One entry of WeChat's server API; `name` is what logs and metrics call it.

    A success of one with `picture` is the picture itself.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A decoded answer; `errcode` is 0 when WeChat left it out, as it does in real successes."""

    errcode: int
    rid: str | None
    fields: Mapping[str, Any] = field(default_factory=dict)
    picture: bytes = field(default=b"", repr=False)


def count_nothing(api: str, errcode: str) -> None:
    """Stands where no metrics are wanted."""


async def _send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from silently repeating a GET whose connection broke: codes are burnt by it."""
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise NotAnswered(retry_after=2) from None


class Transport:
    """Owns the connection pool. Errors never carry a URL: it holds the secret or the token."""

    def __init__(self, base_url: str, *, count: CountCall = count_nothing) -> None:
        self._base_url = base_url.rstrip("/")
        self._count = count
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        timeout = aiohttp.ClientTimeout(
            total=TOTAL_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS
        )
        # A pooled connection that WeChat has closed meanwhile costs an unknown outcome: keep few.
        connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=5)
        self._session = aiohttp.ClientSession(
            timeout=timeout,
            connector=connector,
            middlewares=(_send_once,),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(
        self,
        api: Api,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Exchange one request. Raises NotReached (no effect) or NotAnswered (effect unknown)."""
        try:
            raw = await self._exchange(api, query=query, body=body)
            shown = api.picture and raw.startswith(_PICTURES)
            reply = Reply(0, None, picture=raw) if shown else _decode(raw)
        except NotReached:
            self._note(api, "not_reached", None, "")
            raise
        except NotAnswered:
            self._note(api, "not_answered", None, "")
            raise
        self._note(api, str(reply.errcode), reply.rid, str(reply.fields.get("errmsg", "")))
        return reply

    async def _exchange(
        self, api: Api, *, query: Mapping[str, str] | None, body: Mapping[str, Any] | None
    ) -> bytes:
        if self._session is None:
            raise NotReached(retry_after=2)
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            async with self._session.request(
                api.method,
                self._base_url + api.path,
                params=query,
                data=data,
                headers={"Content-Type": "application/json"} if data is not None else None,
                allow_redirects=False,
            ) as response:
                if response.status != 200:
                    raise NotAnswered(retry_after=2)
                return await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotReached(retry_after=2) from None
        except (aiohttp.ClientError, TimeoutError):
            raise NotAnswered(retry_after=2) from None

    def _note(self, api: Api, errcode: str, rid: str | None, errmsg: str) -> None:
        self._count(api.name, errcode)
        if errcode != "0":
            about = {"api": api.name, "errcode": errcode, "rid": rid, "errmsg": scrub(errmsg)}
            _log.warning("wechat call did not succeed", extra=about)


def scrub(errmsg: str) -> str:
    """WeChat's diagnostic text without anything long enough to be a credential or an openid."""
    return _OPAQUE.sub(lambda run: run[0] if _is_rid(run[0]) else "…", errmsg)[:200]


def _is_rid(text: str) -> bool:
    return _RID.fullmatch(f"rid: {text}") is not None


def _decode(raw: bytes) -> Reply:
    # `errmsg` is cut anywhere (wechat.md 1), also within a character: its number still counts.
    text = raw.decode("utf-8-sig", errors="replace")
    try:
        fields = json.loads(text, strict=False)
        errcode = int(fields.get("errcode") or 0)
    except (ValueError, TypeError, AttributeError):
        raise NotAnswered(retry_after=2) from None
    rid = _RID.search(str(fields.get("errmsg", "")))
    return Reply(errcode, rid[1] if rid else None, fields)
