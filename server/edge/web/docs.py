"""`/docs/openapi.json`, and the same as one readable page without any script or outside file."""

from collections.abc import Iterable
from typing import Any

from sanic.response import HTTPResponse

from server.edge.web.describe import describe
from server.edge.web.docs_page import render_page
from server.edge.web.guard import PUBLIC
from server.edge.web.openapi import Document, describe_api
from server.edge.web.packed import Prepared
from server.edge.web.replies import encode
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
        "本接口说明（供人阅读）", "This description, for people", media="text/html", cached=True
    )
    async def page(request: ApiRequest) -> HTTPResponse:
        answer = await made["page"].reply(request)
        answer.headers["content-security-policy"] = _POLICY
        return answer

    description = describe_routes((*features, routes))
    made["json"] = Prepared(encode(description))
    made["page"] = Prepared(render_page(description).encode(), "text/html; charset=utf-8")
    return routes
