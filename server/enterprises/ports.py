"""What the routes of enterprises take from the composition root."""

from typing import Protocol

from server.clock import Clock
from server.web.request import ApiRequest


class EnterprisePorts(Protocol):
    """The part of `app.ctx.ports` that enterprises need."""

    @property
    def clock(self) -> Clock: ...


def ports_of(request: ApiRequest) -> EnterprisePorts:
    found: EnterprisePorts = request.app.ctx.ports
    return found
