"""The routes by which everybody finds and compares platforms and plans of an edition."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.params import read_query
from server.edge.web.replies import Counted, encode
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.market.compare import CompareQuery, compare_plans
from server.features.market.ordering import MarketQuery
from server.features.market.plans import PlanQuery, search_plans
from server.features.market.platforms import search_platforms
from server.features.market.schemas import Comparison, PlanItem, PlanPage
from server.features.market.show_plan import show_plan
from server.features.platforms.schemas import PlatformItem
from server.features.platforms.show import ShowQuery
from server.features.programmes.published import get_edition
from server.ports import ports_of

public = blueprint("market", Audience.PUBLIC)


@public.get("/programmes/<code>/platforms")
@describe(
    "参加一届的平台",
    "Platforms that take part in an edition",
    query=MarketQuery,
    response=Counted[PlatformItem],
    cached=True,
    errors=(NotFound, Invalid),
)
async def platforms(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        edition = await get_edition(code)
        query = read_query(request, MarketQuery)
        return encode(await search_platforms(edition, query, ports.categories))

    return await ports.rendered.reply(request, render)


@public.get("/programmes/<code>/plans")
@describe(
    "一届各平台的方案，按补贴后的自付金额查找和排序",
    "Plans of an edition over all platforms, found and sorted by what the firm itself pays",
    query=PlanQuery,
    response=Counted[PlanItem],
    cached=True,
    errors=(NotFound, Invalid),
)
async def plans(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        edition = await get_edition(code)
        query = read_query(request, PlanQuery)
        return encode(await search_plans(edition, query, ports.categories))

    return await ports.rendered.reply(request, render)


@public.get("/programmes/<code>/plans/compare")
@describe(
    "并排比较 2 至 4 个方案",
    "2 to 4 plans side by side",
    query=CompareQuery,
    response=Comparison,
    cached=True,
    errors=(NotFound, Invalid),
)
async def compare(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports, english = ports_of(request), request.english

    async def render() -> bytes:
        edition = await get_edition(code)
        query = read_query(request, CompareQuery)
        return encode(await compare_plans(edition, query, ports.categories, english=english))

    return await ports.rendered.reply(request, render)


@public.get("/plans/<plan_id>")
@describe(
    "一个方案的最新版本和分担；用任一版本的编号都能打开",
    "One plan in its newest version, by the id of any, with who pays what",
    query=ShowQuery,
    response=PlanPage,
    cached=True,
    errors=(NotFound, Invalid),
)
async def plan(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, ShowQuery)
        return encode(await show_plan(plan_id, query.edition, clock=ports.clock))

    return await ports.rendered.reply(request, render)
