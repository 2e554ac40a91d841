"""What the routes of programmes and platforms take from the composition root."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from server.clock import Clock
from server.web.rendered import RenderedCache
from server.web.request import ApiRequest

IsExhausted = Callable[[str], Awaitable[bool]]
"""Whether someone waits for the money of the edition of that code, or nothing of it remains."""


class BrowsingPorts(Protocol):
    """The part of `app.ctx.ports` that reading for everybody needs."""

    @property
    def clock(self) -> Clock: ...
    @property
    def rendered(self) -> RenderedCache: ...
    @property
    def is_exhausted(self) -> IsExhausted: ...


def ports_of(request: ApiRequest) -> BrowsingPorts:
    found: BrowsingPorts = request.app.ctx.ports
    return found
