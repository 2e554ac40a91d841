"""Routes of an authority's notices over all its editions, and of what waits for one."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.notices.office import (
    OfficeNotice,
    OfficeNoticeQuery,
    Seen,
    WaitingForNotice,
    get_office_notice,
    list_office_notices,
    list_waiting,
)
from server.ports import ports_of

authority = blueprint("office_notices", Audience.AUTHORITY)


@authority.get("/office/notices")
@describe(
    "我主管的各届公示，新的在前",
    "Notices of the editions that I decide, the newest first",
    query=OfficeNoticeQuery,
    response=Page[OfficeNotice],
    errors=(Invalid,),
)
async def browse_office(request: ApiRequest) -> HTTPResponse:
    ports, query = ports_of(request), read_query(request, OfficeNoticeQuery)
    found = await list_office_notices(
        query,
        by=request.identity,
        seen=Seen(ports.clock.today(), ports.calendar, request.english),
    )
    return reply(found)


@authority.get("/office/notices/<notice_id>")
@describe(
    "我主管的一期公示：条目数、异议数、能否结束",
    "One notice that I decide: its entries, its objections, whether it can be closed",
    response=OfficeNotice,
    errors=(NotFound,),
)
async def show_office(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    found = await get_office_notice(
        notice_id,
        by=request.identity,
        seen=Seen(ports.clock.today(), ports.calendar, request.english),
    )
    return reply(found)


@authority.get("/office/notices/waiting")
@describe(
    "等待公示的申请，按年度和申报事项",
    "What waits for its public notice, by edition and track",
    response=Page[WaitingForNotice],
)
async def waiting(request: ApiRequest) -> HTTPResponse:
    return reply(Page(await list_waiting(by=request.identity, english=request.english)))
