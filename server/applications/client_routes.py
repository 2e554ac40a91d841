"""Routes of a platform's list of new clients."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.applications.client_schemas import ClientsGiven, ClientsView
from server.applications.if_match import read_if_match
from server.applications.particulars import require_own
from server.applications.refusals import NotEditable
from server.applications.set_clients import set_clients
from server.applications.show_clients import get_clients
from server.audiences import Audience, blueprint
from server.deps import ports_of
from server.errors import Invalid, NotFound, VersionConflict, VersionMissing
from server.identity.conflicts import ConflictOfInterest
from server.identity.declarations import DeclarationNeeded
from server.web.bodies import decode
from server.web.describe import describe
from server.web.replies import reply_version
from server.web.request import ApiRequest

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
    "The list of new clients with its sums",
    response=ClientsView,
    errors=(NotFound, ConflictOfInterest, DeclarationNeeded),
)
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return await _shown(request, application_id)
