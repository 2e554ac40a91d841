"""The routes by which a platform says in which funding modes it takes part."""

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
