"""The route by which a reviewer moves an application to another district."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, NotFound
from server.features.exceptions.move_district import (
    DistrictMove,
    MovedApplication,
    NotMovable,
    get_moved,
    move_district,
    require_mover,
)
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of

reviewer = blueprint("moves", Audience.REVIEWER)


async def present(request: ApiRequest, application_id: UUID) -> MovedApplication:
    """Also for who does not see it any more, because it was moved away."""
    return await get_moved(application_id)


async def visible(request: ApiRequest, application_id: UUID) -> None:
    await require_mover(application_id, request.identity)


@reviewer.post("/applications/<application_id>/district", present=present, visible=visible)
@describe(
    "把申请转到它所属的区；企业会收到通知",
    "Move an application to the district it belongs to; the firm is told",
    request=DistrictMove,
    response=MovedApplication,
    errors=(Forbidden, ConflictOfInterest, NotFound, Invalid, NotMovable),
)
async def move(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    await visible(request, application_id)
    given, clock = decode(request, DistrictMove), ports_of(request).clock
    await move_district(application_id, given, by=request.identity, clock=clock)
    return reply(await present(request, application_id))
