"""Routes by which an authority changes a pool and closes an edition."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode, PoolCode
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.editions.access import Actor, check_edition_access, check_pool_access
from server.features.editions.browse import list_own_editions
from server.features.editions.close import close_edition
from server.features.editions.preview import PoolPreview, preview_pool
from server.features.editions.resize import resize_pool
from server.features.editions.schemas import (
    EditionClosing,
    EditionState,
    NewLimits,
    OwnEdition,
    PoolChange,
)
from server.features.editions.show import get_edition_of, get_edition_state, show_pool
from server.features.programmes.publish_pools import PoolLimitsBelowLocked
from server.features.quota.figures import PoolView
from server.ports import ports_of

authority = blueprint("editions", Audience.AUTHORITY)


async def visible_pool(request: ApiRequest, code: EditionCode, pool: PoolCode) -> None:
    await check_pool_access(code, pool, Actor.authority(request.identity))


async def visible_edition(request: ApiRequest, code: EditionCode) -> None:
    await check_edition_access(code, Actor.authority(request.identity))


async def present_closed(request: ApiRequest, version_id: UUID) -> EditionState:
    """A repeat names the rules under which the edition was closed."""
    code = await get_edition_of(version_id)
    await visible_edition(request, code)
    return await get_edition_state(code, clock=ports_of(request).clock)


@authority.get("/editions")
@describe(
    "我主管的各届，新的在前，带资金池实时数",
    "Editions that I decide, the newest first, with the live figures of their pools",
    response=Page[OwnEdition],
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    found = await list_own_editions(
        by=by, quota=ports.quota, clock=ports.clock, english=request.english
    )
    return reply(Page(found))


@authority.put("/programmes/<code>/pools/<pool>", visible=visible_pool, password_again=True)
@describe(
    "调整资金池的预算或名额；空值为不限",
    "Change a pool's budget or places; null is no limit",
    request=PoolChange,
    response=PoolView,
    errors=(NotFound, Invalid, PoolLimitsBelowLocked),
)
async def change_pool(request: ApiRequest, code: EditionCode, pool: PoolCode) -> HTTPResponse:
    ports, by = ports_of(request), Actor.authority(request.identity)
    given = decode(request, PoolChange)
    work = resize_pool(code, pool, given, by=by, clock=ports.clock, quota=ports.quota)
    await ports.tasks.shielded(work)
    return reply(await show_pool(code, pool, quota=ports.quota, clock=ports.clock))


@authority.post("/programmes/<code>/pools/<pool>/preview", visible=visible_pool, once=False)
@describe(
    "试算调整资金池：谁会得到资金、谁会转为候补；不作改动",
    "What other limits would do: who would get money and who would wait; changes nothing",
    request=NewLimits,
    response=PoolPreview,
    errors=(NotFound, Invalid),
)
async def preview(request: ApiRequest, code: EditionCode, pool: PoolCode) -> HTTPResponse:
    given, by = decode(request, NewLimits), Actor.authority(request.identity)
    return reply(await preview_pool(code, pool, given, by=by, english=request.english))


@authority.post("/programmes/<code>/close", present=present_closed, visible=visible_edition)
@describe(
    "关闭一届；仍在候补的以未获资助结束并收到通知",
    "Close an edition for good; who still waits for money ends unfunded and is told",
    request=EditionClosing,
    response=EditionState,
    errors=(NotFound, Invalid),
)
async def close(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports, by = ports_of(request), Actor.authority(request.identity)
    reason = decode(request, EditionClosing).reason
    await close_edition(code, reason, by=by, clock=ports.clock)
    ports.rendered.forget()
    return reply(await get_edition_state(code, clock=ports.clock))
