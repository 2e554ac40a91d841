"""Routes by which a platform sees its clients' applications."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.schemas import ApplicationView
from server.features.reviews.clients import (
    ClientQuery,
    get_client_application,
    list_client_applications,
)
from server.ports import ports_of

platform = blueprint("reviews", Audience.PLATFORM)


async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
    ports, by = ports_of(request), request.identity
    return await get_client_application(
        application_id, by=by, quota=ports.quota, clock=ports.clock, english=request.english
    )


@platform.get("/platform/applications")
@describe(
    "我的客户的申请，最近提交的在前",
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
@describe(
    "我的客户的一项申请",
    "One of my clients' applications",
    response=ApplicationView,
    errors=(NotFound,),
)
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return reply(await present(request, application_id))
