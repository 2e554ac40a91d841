"""An answer that is prepared once and sent many times: its bytes, their tag, and both packed by gzip.

What is the same for everybody holds no secret, so that its packed length tells nobody anything.
"""

import asyncio
import gzip
from typing import Final

from sanic.response import HTTPResponse

from server.edge.web.codings import takes
from server.edge.web.replies import etag_of, matches
from server.edge.web.request import ApiRequest

JSON: Final = "application/json"
_WORTH_BYTES: Final = 1024
_AT_ONCE_BYTES: Final = 32 * 1024
_LEVEL: Final = 6


class Prepared:
    """`etag` is of the bytes as they are; packed ones have one of their own, and either is known."""

    __slots__ = ("_packed", "_tried", "body", "content_type", "etag")

    def __init__(self, body: bytes, content_type: str = JSON) -> None:
        self.body, self.content_type = body, content_type
        self.etag = etag_of(body)
        self._packed: bytes | None = None
        self._tried = len(body) < _WORTH_BYTES

    def follow(self, former: "Prepared") -> None:
        """Take over what was packed before, if it is the same."""
        if former.etag == self.etag:
            self._packed, self._tried = former._packed, former._tried

    async def reply(self, request: ApiRequest, *, vary: str = "accept-encoding") -> HTTPResponse:
        """The answer, or 304 for whom has it in either form."""
        packed = None
        if takes("gzip", request.headers.get("accept-encoding")):
            packed = self._packed if self._tried else await self._pack()
        body, tag = (self.body, self.etag) if packed is None else (packed, self._packed_tag)
        known = request.headers.get("if-none-match")
        if known is not None and (matches(known, self.etag) or matches(known, self._packed_tag)):
            response = HTTPResponse(status=304)
        else:
            response = HTTPResponse(body, content_type=self.content_type)
            if packed is not None:
                response.headers["content-encoding"] = "gzip"
        response.headers["etag"] = tag
        response.headers["cache-control"] = "no-cache"
        response.headers["vary"] = vary
        return response

    @property
    def _packed_tag(self) -> str:
        return f'{self.etag[:-1]}-gzip"'

    async def _pack(self) -> bytes | None:
        """None where it would not become smaller. Beside the loop if it takes milliseconds."""
        if len(self.body) <= _AT_ONCE_BYTES:
            packed = gzip.compress(self.body, _LEVEL, mtime=0)
        else:
            packed = await asyncio.to_thread(gzip.compress, self.body, _LEVEL, mtime=0)
        self._packed = packed if len(packed) < len(self.body) else None
        self._tried = True
        return self._packed
