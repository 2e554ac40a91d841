"""Every registered route of a running application, with what its path wants to know."""

import re
from dataclasses import dataclass
from typing import Any

from sanic import Sanic

from server.blueprints import FEATURES
from server.edge.web.describe import RouteInfo

_PARAMETER = re.compile(r"<(\w+)(?::\w+)?>")
_NOTHING = "01890000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Door:
    """One method of one path; `ids` are the path's parameters that name a row."""

    info: RouteInfo

    @property
    def name(self) -> str:
        return f"{self.info.method} {self.info.pattern}"

    @property
    def method(self) -> str:
        return self.info.method

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(_PARAMETER.findall(self.info.pattern))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(name for name in self.parameters if name.endswith("_id"))

    def path(self, values: dict[str, str]) -> str:
        """The address; where nothing is known of a parameter, an id that nothing has."""
        return _PARAMETER.sub(lambda found: values.get(found[1], _NOTHING), self.info.pattern)


def doors_of_features() -> list[Door]:
    """Every route of every feature without an application, in a fixed order."""
    found = [Door(info) for routes in FEATURES for info in routes.infos]
    return sorted(found, key=lambda door: door.name)


def doors_of(app: Sanic[Any, Any]) -> list[Door]:
    """In a fixed order; the router holds each GET once more as HEAD."""
    infos = {id(route.handler): route.handler.route_info for route in app.router.routes}
    return sorted((Door(info) for info in infos.values()), key=lambda door: door.name)
