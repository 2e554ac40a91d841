"""Routes by which a platform endorses its clients' applications."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.schemas import ApplicationView
from server.features.identity.conflicts import ConflictOfInterest
from server.features.reviews.platform_routes import present
from server.features.reviews.refusals import AlreadyDecided, Taken
from server.features.verdicts.endorse import endorse_application, endorse_applications
from server.features.verdicts.results import present_results
from server.features.verdicts.schemas import BulkPass, Endorsement, Results
from server.ports import ports_of

platform = blueprint("verdicts", Audience.PLATFORM)


@platform.post("/platform/applications/<application_id>/endorse", present=present)
@describe(
    "推荐、退回补正或不推荐",
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
        ranker=ports.ranker,
        signer=ports.signer,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, application_id))


# Each id is a transaction of its own; a repeat answers `already_decided` for those that passed.
@platform.post("/platform/applications/endorse", once=False)
@describe(
    "批量推荐；个别出错不影响其他",
    "Endorse many; a wrong one stops no other",
    request=BulkPass,
    response=Results,
)
async def endorse_many(request: ApiRequest) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    work = endorse_applications(
        decode(request, BulkPass),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
    )
    done = await ports.tasks.shielded(work)
    return reply(present_results(done, english=request.english))
