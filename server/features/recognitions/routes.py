"""Routes of the public lists, and of the authority that withdraws a title."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import ProgrammeCode
from server.edge.web.params import read_query
from server.edge.web.replies import Page, encode, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.identity.conflicts import ConflictOfInterest
from server.features.recognitions.list import ListQuery, get_entry, list_recognised
from server.features.recognitions.schemas import ListEntry, TitleWithdrawal
from server.features.recognitions.withdraw import (
    AlreadyWithdrawn,
    check_entry_reach,
    withdraw_recognition,
)
from server.ports import ports_of

public = blueprint("recognitions", Audience.PUBLIC)
authority = blueprint("recognitions", Audience.AUTHORITY)


async def present(request: ApiRequest, recognition_id: UUID) -> ListEntry:
    return await get_entry(recognition_id, clock=ports_of(request).clock, english=request.english)


async def visible(request: ApiRequest, recognition_id: UUID) -> None:
    await check_entry_reach(recognition_id, request.identity)


@public.get("/lists/<programme>")
@describe(
    "认定名单：谁在名单上、何时复核、谁已撤销",
    "Who is recognised, when it is reviewed again, and who was withdrawn",
    query=ListQuery,
    response=Page[ListEntry],
    cached=True,
    errors=(NotFound, Invalid),
)
async def browse(request: ApiRequest, programme: ProgrammeCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, ListQuery)
        found = await list_recognised(
            programme,
            query,
            categories=ports.categories,
            clock=ports.clock,
            english=request.english,
        )
        return encode(found)

    return await ports.rendered.reply(request, render)


@authority.post("/recognitions/<recognition_id>/withdraw", present=present, visible=visible)
@describe(
    "公告撤销资格；其客户在办的申请照常进行",
    "Withdraw a title by announcement; running applications of its clients go on",
    request=TitleWithdrawal,
    response=ListEntry,
    errors=(NotFound, Invalid, ConflictOfInterest, AlreadyWithdrawn),
)
async def withdraw(request: ApiRequest, recognition_id: UUID) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    given = decode(request, TitleWithdrawal)
    await withdraw_recognition(recognition_id, given, by=by, clock=ports.clock)
    ports.rendered.forget()
    return reply(await present(request, recognition_id))
