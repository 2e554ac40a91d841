"""What the platforms' routes take from the composition root."""

from typing import Protocol

from models.platform_file import Category
from server.programmes.ports import BrowsingPorts
from server.web.request import ApiRequest
from storage.postgres.keyring import Keyring


class PlatformPorts(BrowsingPorts, Protocol):
    """`categories` are the functions by which platforms are browsed, from the files."""

    @property
    def keyring(self) -> Keyring: ...
    @property
    def categories(self) -> tuple[Category, ...]: ...


def ports_of(request: ApiRequest) -> PlatformPorts:
    found: PlatformPorts = request.app.ctx.ports
    return found
