"""Writes docs/openapi.json, the contract of the API, from the routes; run by `make openapi`."""

import json
from pathlib import Path

from prometheus_client import CollectorRegistry

from server.blueprints import FEATURES, PAGES
from server.edge.web.describe import RouteInfo
from server.edge.web.docs import describe_routes, docs_routes
from server.edge.web.health import health_routes
from server.edge.web.openapi import Document
from server.edge.web.site_routes import site_routes
from server.edge.web.sites import CONSOLE, MINIPROGRAM

PAGE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
_GUARDED = (*FEATURES, health_routes((), CollectorRegistry()))
ROUTES = (*_GUARDED, docs_routes(_GUARDED))
_SITES = (site_routes(MINIPROGRAM), site_routes(CONSOLE))


def infos() -> list[RouteInfo]:
    """Every route of the application, also of the pages that are no part of its API."""
    return [info for routes in (*ROUTES, *_SITES, *PAGES) for info in routes.infos]


def document() -> Document:
    """As the application publishes it; no server is needed."""
    return describe_routes(ROUTES)


def rendered() -> str:
    """Sorted, so that a route that moves to another module changes no line."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
