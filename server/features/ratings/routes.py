"""The routes of ratings: the firm's own, everybody's view, and the platform's answer."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import RATINGS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, encode, reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, NotFound, RateLimited
from server.features.applications.particulars import require_own
from server.features.identity.conflicts import ConflictOfInterest
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.ratings.answer import answer_client
from server.features.ratings.list import list_client_ratings, list_ratings
from server.features.ratings.own import get_own_rating
from server.features.ratings.rate import rate_platform
from server.features.ratings.refusals import NotAnswerable, NotRateable
from server.features.ratings.schemas import (
    ClientRating,
    OwnRating,
    RatingAnswer,
    RatingGiven,
    Ratings,
)
from server.features.reviews.clients import require_client
from server.ports import ports_of

public = blueprint("ratings", Audience.PUBLIC)
sme = blueprint("ratings", Audience.ENTERPRISE)
platform = blueprint("ratings", Audience.PLATFORM)


async def visible_own(request: ApiRequest, application_id: UUID) -> None:
    await require_own(application_id, request.identity.user_id)


async def visible_client(request: ApiRequest, application_id: UUID) -> None:
    await require_client(application_id, request.identity)


@public.get("/platforms/<platform_id>/ratings")
@describe(
    "已核实客户对平台的评价，新的在前",
    "What verified clients told of a platform, the latest first",
    query=Query,
    response=Ratings,
    cached=True,
    errors=(NotFound, Invalid),
)
async def browse(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    async def render() -> bytes:
        return encode(await list_ratings(platform_id, read_query(request, Query)))

    return await ports_of(request).rendered.reply(request, render)


@sme.get("/applications/<application_id>/rating")
@describe("我对平台的评价", "What I told of the platform", response=OwnRating, errors=(NotFound,))
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    return reply(await get_own_rating(application_id, user_id=user_id, clock=clock))


@sme.put("/applications/<application_id>/rating", visible=visible_own, limits=(RATINGS,))
@describe(
    "评价平台：补贴拨付后由已核实企业的负责人评价，30 天内可改",
    "Rate the platform: the owner of a verified firm once it is paid; changeable for 30 days",
    request=RatingGiven,
    response=OwnRating,
    errors=(NotFound, Forbidden, Invalid, ConflictOfInterest, NotRateable, RateLimited),
)
async def rate(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    given = decode(request, RatingGiven)
    await rate_platform(application_id, given, user_id=user_id, ports=ports)
    ports.rendered.forget()
    return reply(await get_own_rating(application_id, user_id=user_id, clock=ports.clock))


@platform.get("/platform/ratings")
@describe(
    "客户对本平台的评价，新的在前",
    "What my clients told of my platform, the latest first",
    query=Query,
    response=Page[ClientRating],
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def of_clients(request: ApiRequest) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    return reply(await list_client_ratings(platform_id, read_query(request, Query)))


@platform.put(
    "/platform/applications/<application_id>/rating/answer",
    visible=visible_client,
    limits=(RATINGS,),
)
@describe(
    "答复客户的评价，每条只能答复一次",
    "Answer what a client told, once",
    status=204,
    request=RatingAnswer,
    errors=(NotFound, PlatformNotUnique, Invalid, NotAnswerable, RateLimited),
)
async def answer(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    await visible_client(request, application_id)
    platform_id = await own_platform_id(who)
    given = decode(request, RatingAnswer).answer
    await answer_client(application_id, platform_id, given, user_id=who.user_id, ports=ports)
    ports.rendered.forget()
    return reply_nothing()
