"""The request as handlers see it: its id, who sent it, and the language of the answer."""

from collections.abc import Iterator, Mapping
from itertools import count
from secrets import token_hex
from types import MappingProxyType
from typing import Any

from sanic.request import Request

from server.edge.web.auth import Identity
from server.edge.web.language import prefers_english
from server.edge.web.request_id import well_formed
from server.errors import Unauthenticated


def _fresh_ids() -> Iterator[str]:
    """Ids unique across processes: a random head per process, then a running number."""
    head = token_hex(8)
    return (f"{head}{number:08x}" for number in count(1))


_IDS = _fresh_ids()


def fresh_id() -> str:
    """24 signs that no other request bears."""
    return next(_IDS)


class ApiRequest(Request[Any, Any]):
    """Sanic's request with what the edge learns about it; defaults live on the class."""

    who: Identity | None = None
    once_key: str | None = None
    once_hash: bytes | None = None
    answer_headers: Mapping[str, str] = MappingProxyType({})
    """What its answer says as well, whether it is let through or refused."""
    _edge_id: str | None = None

    @property
    def id(self) -> str:
        """The client's own `X-Request-Id` if well formed, otherwise a fresh one."""
        found = self._edge_id
        if found is None:
            found = self.headers.get("x-request-id")
            if found is None or not well_formed(found):
                found = fresh_id()
            self._edge_id = found
        return found

    def answer_with(self, headers: Mapping[str, str]) -> None:
        """Add to `answer_headers`."""
        self.answer_headers = {**self.answer_headers, **headers}

    @property
    def identity(self) -> Identity:
        """Who is logged in; routes for the public have none."""
        if self.who is None:
            raise Unauthenticated()
        return self.who

    @property
    def english(self) -> bool:
        return prefers_english(self.headers.get("accept-language"))
