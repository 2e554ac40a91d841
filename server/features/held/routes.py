"""Routes by which the authority looks at what is held, and a platform sees what waits of its own."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.held.decide import check_held_reach, let_through, refuse_held
from server.features.held.list import get_held, list_held, list_own_held
from server.features.held.schemas import HeldContentView, HeldQuery, HeldRefusal
from server.features.identity.conflicts import ConflictOfInterest
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.reviews.refusals import AlreadyDecided
from server.ports import ports_of

authority = blueprint("held", Audience.AUTHORITY)
own = blueprint("held", Audience.PLATFORM)


async def present(request: ApiRequest, held_id: UUID) -> HeldContentView:
    return await get_held(held_id, by=request.identity, english=request.english)


async def visible(request: ApiRequest, held_id: UUID) -> None:
    await check_held_reach(held_id, request.identity)


@authority.get("/held-contents")
@describe(
    "待审核的文字和图片，先提交的在前",
    "Texts and pictures that wait for a look, the oldest first",
    query=HeldQuery,
    response=Page[HeldContentView],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, HeldQuery)
    return reply(await list_held(query, by=request.identity, english=request.english))


@authority.post("/held-contents/<held_id>/pass", present=present, visible=visible)
@describe(
    "审核通过，显示给别人",
    "Let it through: others see it",
    response=HeldContentView,
    errors=(ConflictOfInterest, NotFound, AlreadyDecided),
)
async def let_pass(request: ApiRequest, held_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    await let_through(held_id, by=request.identity, clock=ports.clock)
    ports.rendered.forget()
    return reply(await present(request, held_id))


@authority.post("/held-contents/<held_id>/refuse", present=present, visible=visible)
@describe(
    "审核不通过，不显示；原因会告知填写人",
    "Refuse it: it is not shown, and its writer reads why",
    request=HeldRefusal,
    response=HeldContentView,
    errors=(ConflictOfInterest, NotFound, Invalid, AlreadyDecided),
)
async def refuse(request: ApiRequest, held_id: UUID) -> HTTPResponse:
    given, ports = decode(request, HeldRefusal), ports_of(request)
    await refuse_held(held_id, given.reason, by=request.identity, clock=ports.clock)
    ports.rendered.forget()
    return reply(await present(request, held_id))


@own.get("/platform/held-contents")
@describe(
    "本平台待审核和已审核的内容，新的在前",
    "What was or is held of my platform, the newest first",
    query=Query,
    response=Page[HeldContentView],
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def browse_own(request: ApiRequest) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    query = read_query(request, Query)
    return reply(await list_own_held(query, platform_id=platform_id, english=request.english))
