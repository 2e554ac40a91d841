"""Routes of the public lists, and of the authority that withdraws a title."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.deps import ports_of
from server.errors import Invalid, NotFound
from server.identity.conflicts import ConflictOfInterest
from server.recognitions.list import ListQuery, get_entry, list_recognised
from server.recognitions.schemas import ListEntry, Withdrawal
from server.recognitions.withdraw import AlreadyWithdrawn, check_entry_reach, withdraw_recognition
from server.web.bodies import decode
from server.web.describe import describe
from server.web.params import read_query
from server.web.replies import Page, encode, reply
from server.web.request import ApiRequest

public = blueprint("recognitions", Audience.PUBLIC)
authority = blueprint("recognitions", Audience.AUTHORITY)


async def present(request: ApiRequest, recognition_id: UUID) -> ListEntry:
    return await get_entry(recognition_id, clock=ports_of(request).clock, english=request.english)


async def visible(request: ApiRequest, recognition_id: UUID) -> None:
    await check_entry_reach(recognition_id, request.identity)


@public.get("/lists/<programme>")
@describe(
    "Who is recognised, when it is reviewed again, and who was withdrawn",
    query=ListQuery,
    response=Page[ListEntry],
    cached=True,
    errors=(NotFound, Invalid),
)
async def browse(request: ApiRequest, programme: str) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, ListQuery)
        found = await list_recognised(programme, query, clock=ports.clock, english=request.english)
        return encode(found)

    return await ports.rendered.reply(request, render)


@authority.post("/recognitions/<recognition_id>/withdraw", present=present, visible=visible)
@describe(
    "Withdraw a title by announcement; running applications of its clients go on",
    request=Withdrawal,
    response=ListEntry,
    errors=(NotFound, Invalid, ConflictOfInterest, AlreadyWithdrawn),
)
async def withdraw(request: ApiRequest, recognition_id: UUID) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    given = decode(request, Withdrawal)
    await withdraw_recognition(recognition_id, given, by=by, clock=ports.clock)
    ports.rendered.forget()
    return reply(await present(request, recognition_id))
