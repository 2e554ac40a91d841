"""What the routes of programmes and platforms take from the composition root."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from server.clock import Clock
from server.programmes.current import TrackRules
from server.web.rendered import RenderedCache
from server.web.request import ApiRequest

ExhaustedAmong = Callable[[Sequence[str]], Awaitable[frozenset[str]]]
"""Those of these editions for whose money someone waits, or of which nothing remains."""

RulesOfTrack = Callable[[str, str], Awaitable[TrackRules]]
"""The rules in force of an edition's track. Raises NotFound for either."""


class BrowsingPorts(Protocol):
    """The part of `app.ctx.ports` that reading for everybody needs."""

    @property
    def clock(self) -> Clock: ...
    @property
    def rendered(self) -> RenderedCache: ...
    @property
    def exhausted_among(self) -> ExhaustedAmong: ...
    @property
    def track_rules(self) -> RulesOfTrack: ...


def ports_of(request: ApiRequest) -> BrowsingPorts:
    found: BrowsingPorts = request.app.ctx.ports
    return found
