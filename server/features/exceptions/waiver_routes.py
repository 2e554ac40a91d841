"""Routes by which the authority waives the once-only rule, and looks up what it has waived."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply, reply_created
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.refusals import CreditBlocked, WindowClosed
from server.features.exceptions.waive import NotWaivable, waive
from server.features.exceptions.waiver_schemas import NewWaiver, WaiverView
from server.features.exceptions.waivers import get_waiver, list_waivers, require_edition
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of
from server.roles import Role

authority = blueprint("waivers", Audience.AUTHORITY)


async def present(request: ApiRequest, waiver_id: UUID) -> WaiverView:
    return await get_waiver(waiver_id, by=request.identity)


async def may_waive(request: ApiRequest, code: EditionCode) -> None:
    await require_edition(code, request.identity, Role.AUTHORITY)


@authority.post("/programmes/<code>/waivers", present=present, visible=may_waive)
@describe(
    "允许企业再次申请同一方向",
    "Let a firm apply once more for a track",
    status=201,
    request=NewWaiver,
    response=WaiverView,
    errors=(
        *(ConflictOfInterest, NotFound, Invalid, NotWaivable),
        *(CreditBlocked, WindowClosed),
    ),
)
async def grant(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    given, clock = decode(request, NewWaiver), ports_of(request).clock
    waiver_id = await waive(code, given, by=request.identity, clock=clock)
    return reply_created(await present(request, waiver_id))


@authority.get("/programmes/<code>/waivers")
@describe(
    "一届的例外放行，新的在前",
    "Waivers of an edition, the newest first",
    query=Query,
    response=Page[WaiverView],
    errors=(NotFound, Invalid),
)
async def browse(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return reply(await list_waivers(code, read_query(request, Query), by=request.identity))
