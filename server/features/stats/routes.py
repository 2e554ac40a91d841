"""Route of the figures of an edition."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.params import read_query
from server.edge.web.replies import encode, etag_of, reply, reply_tagged
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.stats.schemas import StatsEditions, StatsQuery, StatsView
from server.features.stats.show import list_readable, show_stats
from server.ports import ports_of

reviewer = blueprint("stats", Audience.REVIEWER)


@reviewer.get("/stats")
@describe("可看统计的届次", "Editions whose figures I may read", response=StatsEditions)
async def browse(request: ApiRequest) -> HTTPResponse:
    return reply(await list_readable(by=request.identity, english=request.english))


@reviewer.get("/stats/<code>")
@describe(
    "一届的统计：逐日，或按区、行业、平台、方向、状态",
    "Figures of an edition: day by day, or by district, sector, platform, track or status",
    query=StatsQuery,
    response=StatsView,
    errors=(NotFound, Invalid),
    cached=True,
)
async def show(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    query = read_query(request, StatsQuery)
    clock = ports_of(request).clock
    found = await show_stats(code, query, by=request.identity, clock=clock, english=request.english)
    # As with the quota: the tag is of the figures, not of the moment.
    tag = etag_of(encode((found.pools, found.totals, found.items, found.districts)))
    return reply_tagged(request, encode(found), f"W/{tag}", private=True)
