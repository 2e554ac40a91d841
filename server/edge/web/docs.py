"""`/docs/openapi.json`, and the same as one readable page without any script or outside file."""

from collections.abc import Iterable
from typing import Any

from sanic.response import HTTPResponse

from server.edge.web.describe import describe
from server.edge.web.docs_page import render_page
from server.edge.web.guard import PUBLIC
from server.edge.web.openapi import Document, describe_api
from server.edge.web.replies import encode, reply_cached
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes

_TITLE = "Shuangtui 双推"
_VERSION = "1"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def describe_routes(routes: Iterable[Routes]) -> Document:
    """The description of everything that is registered there."""
    infos = [info for each in routes for info in each.infos]
    return describe_api(infos, title=_TITLE, version=_VERSION)


def docs_routes(features: Iterable[Routes]) -> Routes:
    """The description of these features' routes and of its own two."""
    routes = Routes("docs_public", PUBLIC, prefix="")
    made: dict[str, Any] = {}

    @routes.get("/docs/openapi.json")
    @describe(
        "本接口说明（供程序读取）",
        "This description, for programs",
        response=dict[str, Any],
        cached=True,
    )
    async def document(request: ApiRequest) -> HTTPResponse:
        return reply_cached(request, made["json"])

    @routes.get("/docs")
    @describe("本接口说明（供人阅读）", "This description, for people", media="text/html")
    async def page(request: ApiRequest) -> HTTPResponse:
        headers = {"content-security-policy": _POLICY, "cache-control": "no-cache"}
        return HTTPResponse(made["page"], headers=headers, content_type="text/html; charset=utf-8")

    description = describe_routes((*features, routes))
    made["json"], made["page"] = encode(description), render_page(description)
    return routes
