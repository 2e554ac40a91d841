"""The routes by which a platform chooses its funding modes, and sees what they make of a fee."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.platforms.choose_modes import ModesChosen, NotListed, choose_modes
from server.features.platforms.listed import list_modes
from server.features.platforms.schemas import ModesView
from server.features.platforms.split_fee import FeeAsked, SplitView, split_for_editions
from server.ports import ports_of

modes = blueprint("funding_modes", Audience.PLATFORM)


async def _shown(request: ApiRequest) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    now = ports_of(request).clock.now()
    return reply(Page(await list_modes(platform_id, now=now, english=request.english), None))


@modes.get("/platform/participations")
@describe(
    "本平台参加了哪些届次和方向，还可参加哪些",
    "Where my platform takes part, and where it could",
    response=Page[ModesView],
    errors=(NotFound, PlatformNotUnique),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    return await _shown(request)


@modes.put("/platform/participations")
@describe(
    "选择一届的资助方式（整体替换）",
    "Choose the funding modes of an edition, as a whole",
    request=ModesChosen,
    response=Page[ModesView],
    errors=(NotFound, PlatformNotUnique, Invalid, NotListed),
)
async def choose(request: ApiRequest) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    chosen = decode(request, ModesChosen)
    await choose_modes(platform_id, chosen, actor_id=who.user_id, clock=ports.clock)
    ports.rendered.forget()
    return await _shown(request)


# It computes, and changes nothing.
@modes.post("/platform/plans/split", once=False)
@describe(
    "试算一个价格：各届中政府、平台、企业各承担多少",
    "Try a fee: who would pay what of it in each edition",
    request=FeeAsked,
    response=Page[SplitView],
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def split(request: ApiRequest) -> HTTPResponse:
    platform_id, now = await own_platform_id(request.identity), ports_of(request).clock.now()
    fee_fen = decode(request, FeeAsked).fee_fen
    found = await split_for_editions(platform_id, fee_fen, now=now, english=request.english)
    return reply(Page(found, None))
