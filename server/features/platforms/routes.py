"""The routes by which everybody sees a platform, and the functions that there are."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import Page, encode
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.platforms.categories import list_categories
from server.features.platforms.schemas import CategoryView, PlatformView
from server.features.platforms.show import ShowQuery, get_platform, show_platform
from server.ports import ports_of

public = blueprint("platforms", Audience.PUBLIC)


@public.get("/platforms/<platform_id>")
@describe(
    "一个平台及其方案和价格",
    "One platform with its plans and their prices",
    query=ShowQuery,
    response=PlatformView,
    cached=True,
    errors=(NotFound, Invalid),
)
async def show(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        platform = await get_platform(platform_id)
        query = read_query(request, ShowQuery)
        return encode(await show_platform(platform, query, clock=ports.clock))

    return await ports.rendered.reply(request, render)


@public.get("/categories")
@describe(
    "平台的功能分类",
    "The functions by which platforms are browsed",
    response=Page[CategoryView],
    cached=True,
)
async def categories(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        return encode(list_categories(ports.categories, english=request.english))

    return await ports.rendered.reply(request, render)
