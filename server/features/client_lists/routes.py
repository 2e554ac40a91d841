"""Routes of a platform's list of new clients."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.if_match import read_if_match
from server.edge.web.replies import reply_version
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, VersionConflict, VersionMissing
from server.features.applications.particulars import require_own
from server.features.applications.refusals import NotEditable
from server.features.client_lists.hand_in import set_clients
from server.features.client_lists.schemas import ClientsGiven, ClientsView
from server.features.client_lists.show import get_clients
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.declarations import DeclarationNeeded
from server.ports import ports_of

applicant = blueprint("clients", Audience.APPLICANT)
party = blueprint("clients", Audience.PARTY)

_TWO_THOUSAND_ROWS = 2 * 1024 * 1024
"""Bytes: a row in full takes less than a kilobyte."""


async def visible(request: ApiRequest, application_id: UUID) -> None:
    await require_own(application_id, request.identity.user_id)


async def _shown(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    view = await get_clients(application_id, by=request.identity, english=request.english)
    return reply_version(view, view.version)


@applicant.put(
    "/applications/<application_id>/clients", visible=visible, max_body=_TWO_THOUSAND_ROWS
)
@describe(
    "提交新增客户清单（整体替换）；须带 If-Match",
    "Hand in the list of new clients, as a whole; needs If-Match",
    request=ClientsGiven,
    response=ClientsView,
    headers=("If-Match",),
    errors=(NotFound, VersionMissing, VersionConflict, Invalid, NotEditable),
)
async def replace(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    version = read_if_match(request)
    given = decode(request, ClientsGiven)
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await set_clients(application_id, given, version, user_id=user_id, clock=clock)
    return await _shown(request, application_id)


@party.get("/applications/<application_id>/clients")
@describe(
    "新增客户清单及合计",
    "The list of new clients with its sums",
    response=ClientsView,
    errors=(NotFound, ConflictOfInterest, DeclarationNeeded),
)
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return await _shown(request, application_id)
