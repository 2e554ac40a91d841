"""The route by which a platform sees one of its clients' applications."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import NotFound
from server.features.applications.schemas import ApplicationView
from server.features.reviews.clients import get_client_application
from server.ports import ports_of

platform = blueprint("reviews", Audience.PLATFORM)


async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
    ports, by = ports_of(request), request.identity
    return await get_client_application(
        application_id, by=by, quota=ports.quota, clock=ports.clock, english=request.english
    )


@platform.get("/platform/applications/<application_id>")
@describe(
    "我的客户的一项申请",
    "One of my clients' applications",
    response=ApplicationView,
    errors=(NotFound,),
)
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return reply(await present(request, application_id))
