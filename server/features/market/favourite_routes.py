"""The routes by which a person keeps platforms and plans in mind."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Counted, reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.market.favourites import (
    TooManyFavourites,
    keep_plan,
    keep_platform,
    let_plan_go,
    let_platform_go,
)
from server.features.market.list_favourites import list_favourites
from server.features.market.schemas import FavouriteItem
from server.ports import ports_of

sme = blueprint("favourites", Audience.ENTERPRISE)


@sme.get("/favourites")
@describe(
    "我收藏的平台和方案，新的在前",
    "Platforms and plans that I keep in mind, the latest first",
    query=Query,
    response=Counted[FavouriteItem],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query, clock = read_query(request, Query), ports_of(request).clock
    return reply(await list_favourites(query, user_id=request.identity.user_id, clock=clock))


@sme.put("/favourites/platforms/<platform_id>")
@describe("收藏平台", "Keep a platform in mind", status=204, errors=(NotFound, TooManyFavourites))
async def keep_one_platform(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    clock = ports_of(request).clock
    await keep_platform(platform_id, user_id=request.identity.user_id, clock=clock)
    return reply_nothing()


@sme.delete("/favourites/platforms/<platform_id>")
@describe("取消收藏平台", "Let a platform go", status=204, errors=(NotFound,))
async def drop_one_platform(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    await let_platform_go(platform_id, user_id=request.identity.user_id)
    return reply_nothing()


@sme.put("/favourites/plans/<plan_id>")
@describe("收藏方案", "Keep a plan in mind", status=204, errors=(NotFound, TooManyFavourites))
async def keep_one_plan(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    clock = ports_of(request).clock
    await keep_plan(plan_id, user_id=request.identity.user_id, clock=clock)
    return reply_nothing()


@sme.delete("/favourites/plans/<plan_id>")
@describe("取消收藏方案", "Let a plan go", status=204, errors=(NotFound,))
async def drop_one_plan(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    await let_plan_go(plan_id, user_id=request.identity.user_id)
    return reply_nothing()
