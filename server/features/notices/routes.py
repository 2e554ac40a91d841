"""Routes of public notices: for everybody, for whoever objects, and for the authority."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import OBJECTIONS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Counted, Page, encode, reply, reply_created
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, RateLimited
from server.features.identity.conflicts import ConflictOfInterest
from server.features.notices.access import check_notice, check_notice_reach
from server.features.notices.announced import AnnouncedNotice, AnnouncedQuery, list_announced
from server.features.notices.answer import answer_objection
from server.features.notices.close import close_notice
from server.features.notices.objections import (
    ObjectionQuery,
    get_objection,
    get_own_objection,
    list_objections,
    list_own_objections,
)
from server.features.notices.preview import preview_notice
from server.features.notices.publish import publish_notice
from server.features.notices.raise_objection import raise_objection
from server.features.notices.refusals import (
    NothingToPublish,
    NoticeClosed,
    NoticeProvisional,
    NoticeRunning,
    ObjectionsOpen,
    PhoneNeeded,
    TooManyObjections,
)
from server.features.notices.schemas import (
    EntryView,
    NewNotice,
    NewObjection,
    NoticePreview,
    NoticeView,
    ObjectionAnswer,
    ObjectionView,
    StaffObjectionView,
)
from server.features.notices.show import NoticeQuery, get_notice, list_entries, list_notices
from server.features.reviews.refusals import AlreadyDecided
from server.ports import ports_of

public = blueprint("notices", Audience.PUBLIC)
anyone = blueprint("objections", Audience.ANY_LOGIN)
authority = blueprint("notices", Audience.AUTHORITY)


async def present(request: ApiRequest, notice_id: UUID) -> NoticeView:
    calendar = ports_of(request).calendar
    return await get_notice(notice_id, calendar=calendar, english=request.english)


async def present_own(request: ApiRequest, objection_id: UUID) -> ObjectionView:
    return await get_own_objection(
        objection_id, user_id=request.identity.user_id, english=request.english
    )


async def present_objection(request: ApiRequest, objection_id: UUID) -> StaffObjectionView:
    return await get_objection(objection_id, by=request.identity, english=request.english)


async def visible(_request: ApiRequest, notice_id: UUID) -> None:
    await check_notice(notice_id)


async def visible_to_authority(request: ApiRequest, notice_id: UUID) -> None:
    await check_notice_reach(notice_id, request.identity)


@public.get("/programmes/<code>/notices")
@describe(
    "一届的公示，新的在前，各附前若干条",
    "Public notices of an edition, the newest first, each with its first entries",
    query=NoticeQuery,
    response=Page[NoticeView],
    errors=(NotFound, Invalid),
    cached=True,
)
async def browse(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query, calendar = read_query(request, NoticeQuery), ports.calendar
        return encode(await list_notices(code, query, calendar=calendar, english=request.english))

    return await ports.rendered.reply(request, render)


@public.get("/notices")
@describe(
    "各届的公示，新的在前，每期一行",
    "Public notices of all editions, the newest first, a line each",
    query=AnnouncedQuery,
    response=Page[AnnouncedNotice],
    errors=(Invalid,),
    cached=True,
)
async def announced(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query, calendar = read_query(request, AnnouncedQuery), ports.calendar
        return encode(await list_announced(query, calendar=calendar, english=request.english))

    return await ports.rendered.reply(request, render)


@public.get("/notices/<notice_id>")
@describe("一期公示", "One public notice", response=NoticeView, errors=(NotFound,), cached=True)
async def show(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    async def render() -> bytes:
        return encode(await present(request, notice_id))

    return await ports_of(request).rendered.reply(request, render)


@public.get("/notices/<notice_id>/entries")
@describe(
    "一期公示的全部条目，按序",
    "All entries of a notice, in their order",
    query=Query,
    response=Page[EntryView],
    errors=(NotFound, Invalid),
    cached=True,
)
async def entries(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    async def render() -> bytes:
        query = read_query(request, Query)
        return encode(await list_entries(notice_id, query, english=request.english))

    return await ports_of(request).rendered.reply(request, render)


@anyone.post(
    "/notices/<notice_id>/objections", present=present_own, visible=visible, limits=(OBJECTIONS,)
)
@describe(
    "对公示或其中一项提出异议（须已绑定手机号或填了联系电话）",
    "Object to a notice, or to one of its entries; needs a phone number, linked or typed",
    status=201,
    request=NewObjection,
    response=ObjectionView,
    errors=(PhoneNeeded, NotFound, Invalid, NoticeClosed, TooManyObjections, RateLimited),
)
async def object_to(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    given, ports, user_id = (
        decode(request, NewObjection),
        ports_of(request),
        request.identity.user_id,
    )
    made = await raise_objection(notice_id, given, user_id=user_id, ports=ports)
    return reply_created(await present_own(request, made))


@anyone.get("/objections")
@describe(
    "我提出的异议及答复",
    "What I objected to, and the answers",
    query=Query,
    response=Counted[ObjectionView],
    errors=(Invalid,),
)
async def own_objections(request: ApiRequest) -> HTTPResponse:
    query, user_id = read_query(request, Query), request.identity.user_id
    return reply(await list_own_objections(query, user_id=user_id, english=request.english))


@authority.post("/notices", present=present)
@describe(
    "发布公示：全部待公示的，或指定的几项",
    "Publish what waits for its public notice, all or those that are named",
    status=201,
    request=NewNotice,
    response=NoticeView,
    errors=(ConflictOfInterest, NotFound, Invalid, NothingToPublish),
)
async def publish(request: ApiRequest) -> HTTPResponse:
    given, ports = decode(request, NewNotice), ports_of(request)
    made = await publish_notice(
        given, by=request.identity, clock=ports.clock, calendar=ports.calendar
    )
    ports.rendered.forget()
    return reply_created(await present(request, made))


@authority.post("/notices/preview", once=False)
@describe(
    "预览公示：标题、正文、条目和公示期；不发布",
    "A notice as it would be: title, text, entries and days; publishes nothing",
    request=NewNotice,
    response=NoticePreview,
    errors=(ConflictOfInterest, NotFound, Invalid, NothingToPublish),
)
async def preview(request: ApiRequest) -> HTTPResponse:
    given, ports = decode(request, NewNotice), ports_of(request)
    view = await preview_notice(
        given,
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        english=request.english,
    )
    return reply(view)


@authority.get("/notices/<notice_id>/objections")
@describe(
    "一期公示收到的异议，旧的在前",
    "Objections to a notice, the oldest first",
    query=ObjectionQuery,
    response=Counted[StaffObjectionView],
    errors=(NotFound, Invalid),
)
async def browse_objections(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    query = read_query(request, ObjectionQuery)
    found = await list_objections(notice_id, query, by=request.identity, english=request.english)
    return reply(found)


@authority.post("/objections/<objection_id>/answer", present=present_objection)
@describe(
    "答复异议；异议成立的，该项立即不通过",
    "Answer an objection; an entry whose objection is upheld is rejected at once",
    request=ObjectionAnswer,
    response=StaffObjectionView,
    errors=(ConflictOfInterest, NotFound, Invalid, AlreadyDecided),
)
async def answer(request: ApiRequest, objection_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, ObjectionAnswer)
    work = answer_objection(
        objection_id,
        given,
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    ports.rendered.forget()
    return reply(await present_objection(request, objection_id))


# A large notice closes in several transactions; closing it again shows the closed notice.
@authority.post("/notices/<notice_id>/close", once=False, visible=visible_to_authority)
@describe(
    "结束期满的公示；无异议成立的进入下一步",
    "Close a notice whose days are over; what stands goes one step on",
    response=NoticeView,
    errors=(
        *(ConflictOfInterest, NotFound),
        *(NoticeRunning, NoticeProvisional, ObjectionsOpen),
    ),
)
async def close(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    await check_notice_reach(notice_id, request.identity)
    work = close_notice(
        notice_id,
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    ports.rendered.forget()
    return reply(await present(request, notice_id))
