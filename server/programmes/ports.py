"""What the routes of programmes and platforms take from the composition root."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from models.rules.programme import EditionDefinition
from server.clock import Clock
from server.web.rendered import RenderedCache
from server.web.request import ApiRequest

ExhaustedAmong = Callable[[Sequence[str]], Awaitable[frozenset[str]]]
"""Those of these editions for whose money someone waits, or of which nothing remains."""

RulesOf = Callable[[str], Awaitable[EditionDefinition]]
"""The rules of an edition that are in force now. Raises NotFound."""


class BrowsingPorts(Protocol):
    """The part of `app.ctx.ports` that reading for everybody needs."""

    @property
    def clock(self) -> Clock: ...
    @property
    def rendered(self) -> RenderedCache: ...
    @property
    def exhausted_among(self) -> ExhaustedAmong: ...
    @property
    def rules_of(self) -> RulesOf: ...


def ports_of(request: ApiRequest) -> BrowsingPorts:
    found: BrowsingPorts = request.app.ctx.ports
    return found
