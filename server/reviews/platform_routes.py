"""Routes by which a platform sees its clients' applications and endorses them."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.applications.schemas import ApplicationView
from server.audiences import Audience, blueprint
from server.deps import ports_of
from server.errors import Invalid, NotFound
from server.identity.conflicts import ConflictOfInterest
from server.reviews.clients import ClientQuery, get_client_application, list_client_applications
from server.reviews.endorse import endorse_application, endorse_applications
from server.reviews.refusals import AlreadyDecided, Taken
from server.reviews.schemas import BulkPass, Endorsement, Results
from server.web.bodies import decode
from server.web.describe import describe
from server.web.params import read_query
from server.web.replies import Page, reply
from server.web.request import ApiRequest

platform = blueprint("reviews", Audience.PLATFORM)


async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
    ports, by = ports_of(request), request.identity
    return await get_client_application(
        application_id, by=by, quota=ports.quota, clock=ports.clock, english=request.english
    )


@platform.get("/platform/applications")
@describe(
    "My clients' applications, the last handed in first",
    query=ClientQuery,
    response=Page[ApplicationView],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports, query = ports_of(request), read_query(request, ClientQuery)
    page = await list_client_applications(
        query,
        by=request.identity,
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )
    return reply(page)


@platform.get("/platform/applications/<application_id>")
@describe("One of my clients' applications", response=ApplicationView, errors=(NotFound,))
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return reply(await present(request, application_id))


@platform.post("/platform/applications/<application_id>/endorse", present=present)
@describe(
    "Endorse, send back with items, or reject",
    request=Endorsement,
    response=ApplicationView,
    errors=(ConflictOfInterest, NotFound, Invalid, AlreadyDecided, Taken),
)
async def endorse(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    work = endorse_application(
        application_id,
        decode(request, Endorsement),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        quota=ports.quota,
        marks=ports.marks,
        signer=ports.signer,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, application_id))


# Each id is a transaction of its own; a repeat answers `already_decided` for those that passed.
@platform.post("/platform/applications/endorse", once=False)
@describe("Endorse many; a wrong one stops no other", request=BulkPass, response=Results)
async def endorse_many(request: ApiRequest) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    work = endorse_applications(
        decode(request, BulkPass),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        quota=ports.quota,
        marks=ports.marks,
    )
    return reply(Results(await ports.tasks.shielded(work)))
