"""The route by which the authority decides who a firm belongs to."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.enterprises.access import find_accessible_dispute
from server.features.enterprises.refusals import CodeUnconfirmed
from server.features.enterprises.schemas import DisputeVerdict, DisputeView
from server.features.enterprises.worklists import get_dispute
from server.features.exceptions.decide_dispute import DisputeDecided, decide_dispute
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of
from server.roles import Role

authority = blueprint("disputes", Audience.AUTHORITY)


async def present_dispute(request: ApiRequest, dispute_id: UUID) -> DisputeView:
    await find_accessible_dispute(dispute_id, request.identity, Role.AUTHORITY)
    return await get_dispute(dispute_id)


@authority.post("/enterprises/disputes/<dispute_id>/decide", present=present_dispute)
@describe(
    "裁定企业归属",
    "Decide who a firm belongs to",
    request=DisputeVerdict,
    response=DisputeView,
    errors=(ConflictOfInterest, NotFound, Invalid, DisputeDecided, CodeUnconfirmed),
)
async def decide(request: ApiRequest, dispute_id: UUID) -> HTTPResponse:
    given, clock = decode(request, DisputeVerdict), ports_of(request).clock
    await decide_dispute(dispute_id, given, by=request.identity, clock=clock)
    return reply(await present_dispute(request, dispute_id))
