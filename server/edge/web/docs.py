"""`/docs/openapi.json`, and `/docs`, the viewer that reads it and tries the calls."""

from collections.abc import Iterable
from typing import Any

from sanic.response import HTTPResponse

from server.edge.web.describe import describe
from server.edge.web.guard import PUBLIC
from server.edge.web.openapi import Document, describe_api
from server.edge.web.packed import Prepared
from server.edge.web.replies import encode
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes
from server.edge.web.site import Site
from server.edge.web.site_routes import reply_page
from server.edge.web.sites import CONSOLE

VIEWER = "docs.html"
_TITLE = "Shuangtui 双推"
_VERSION = "1"


def describe_routes(routes: Iterable[Routes]) -> Document:
    """The description of everything that is registered there."""
    infos = [info for each in routes for info in each.infos]
    return describe_api(infos, title=_TITLE, version=_VERSION)


def docs_routes(features: Iterable[Routes], console: Site = CONSOLE) -> Routes:
    """The description of these features' routes and of its own two; the viewer is built with the
    console."""
    routes = Routes("docs_public", PUBLIC, prefix="")
    made: dict[str, Prepared] = {}

    @routes.get("/docs/openapi.json")
    @describe(
        "本接口说明（供程序读取）",
        "This description, for programs",
        response=dict[str, Any],
        cached=True,
    )
    async def document(request: ApiRequest) -> HTTPResponse:
        return await made["json"].reply(request)

    @routes.get("/docs")
    @describe(
        "本接口说明（供人阅读、试用）",
        "This description, for people, who may try it",
        media="text/html",
        cached=True,
    )
    async def page(request: ApiRequest) -> HTTPResponse:
        return reply_page(request, console, VIEWER)

    made["json"] = Prepared(encode(describe_routes((*features, routes))))
    return routes
