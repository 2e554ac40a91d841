"""Routes of the authority: appeals, corrections, revocations; and credit records for every reviewer."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Counted, Page, reply, reply_created
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.count_clients import AlreadyCounted
from server.features.applications.refusals import AlreadyApplied, Ineligible, NotEditable
from server.features.applications.renewal import NotDue
from server.features.applications.routes import present as present_application
from server.features.applications.schemas import ApplicationView
from server.features.exceptions.appeal import appeal
from server.features.exceptions.application_file import ApplicationFile, get_application_file
from server.features.exceptions.correct_dates import correct_dates
from server.features.exceptions.credit_records import CreditQuery, list_credit_records
from server.features.exceptions.decide_appeal import decide_appeal
from server.features.exceptions.find_applications import (
    FindQuery,
    FoundApplication,
    find_applications,
)
from server.features.exceptions.list_appeals import AppealQuery, list_appeals
from server.features.exceptions.read_appeals import (
    get_appeal,
    get_own_appeal,
    list_own_appeals,
)
from server.features.exceptions.revoke import revoke_application
from server.features.exceptions.schemas import (
    AppealDecision,
    AppealRequest,
    AppealView,
    CorrectedDates,
    CreditRecordView,
    Revocation,
)
from server.features.identity.conflicts import ConflictOfInterest
from server.features.reviews.access import (
    require_authority_over_appeal,
    require_reach,
    require_reader_of_appeal,
)
from server.features.reviews.readers import OfficeReader
from server.features.reviews.refusals import AlreadyDecided, NotAppealable, NotRevocable
from server.features.reviews.show import show_application
from server.ports import ports_of
from server.roles import Role

sme = blueprint("appeals", Audience.APPLICANT)
authority = blueprint("appeals", Audience.AUTHORITY)
reviewer = blueprint("credit_records", Audience.REVIEWER)


async def present_own(request: ApiRequest, appeal_id: UUID) -> AppealView:
    return await get_own_appeal(appeal_id, request.identity.user_id, english=request.english)


async def present_appeal(request: ApiRequest, appeal_id: UUID) -> AppealView:
    await require_authority_over_appeal(appeal_id, request.identity)
    return await get_appeal(appeal_id, english=request.english)


async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
    await require_reach(application_id, request.identity, Role.AUTHORITY)
    ports = ports_of(request)
    return await show_application(
        application_id,
        reader=OfficeReader(request.identity),
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )


@sme.post("/applications/<application_id>/appeal", present=present_own, visible=present_application)
@describe(
    "对不通过或逾期失效提出申诉",
    "Object to a rejection or a lapse",
    status=201,
    request=AppealRequest,
    response=AppealView,
    errors=(NotFound, Invalid, NotAppealable),
)
async def raise_one(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    reason, clock = decode(request, AppealRequest).reason, ports_of(request).clock
    user_id = request.identity.user_id
    appeal_id = await appeal(application_id, reason, user_id=user_id, clock=clock)
    return reply_created(await present_own(request, appeal_id))


@sme.get("/applications/<application_id>/appeals")
@describe(
    "我对这项申请提出的申诉及处理结果",
    "My appeals for this application, and what became of them",
    query=Query,
    response=Counted[AppealView],
    errors=(NotFound, Invalid),
)
async def own_appeals(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    query, user_id = read_query(request, Query), request.identity.user_id
    found = await list_own_appeals(application_id, query, user_id=user_id, english=request.english)
    return reply(found)


@authority.get("/appeals")
@describe(
    "申诉：待处理的（先提出的在前），或已决定的（后提出的在前）",
    "Appeals that wait, the oldest first, or those that were decided, the newest first",
    query=AppealQuery,
    response=Counted[AppealView],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, AppealQuery)
    return reply(await list_appeals(query, by=request.identity, english=request.english))


@authority.get("/appeals/<appeal_id>")
@describe("一件申诉", "One appeal", response=AppealView, errors=(NotFound,))
async def show(request: ApiRequest, appeal_id: UUID) -> HTTPResponse:
    await require_reader_of_appeal(appeal_id, request.identity)
    return reply(await get_appeal(appeal_id, english=request.english))


@authority.post("/appeals/<appeal_id>/decide", present=present_appeal)
@describe(
    "对申诉作出决定：支持或驳回",
    "Uphold an appeal, or dismiss it",
    request=AppealDecision,
    response=AppealView,
    errors=(
        *(ConflictOfInterest, NotFound, Invalid, AlreadyDecided),
        *(AlreadyApplied, AlreadyCounted, NotDue),
    ),
)
async def decide_one(request: ApiRequest, appeal_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, AppealDecision)
    work = decide_appeal(
        appeal_id,
        given,
        by=request.identity,
        clock=ports.clock,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    return reply(await present_appeal(request, appeal_id))


@authority.post("/applications/<application_id>/revoke", present=present, password_again=True)
@describe(
    "撤销已作出的决定；未拨付的资金立即释放",
    "Revoke what was decided; before payment the money is free at once",
    request=Revocation,
    response=ApplicationView,
    errors=(ConflictOfInterest, NotFound, Invalid, NotRevocable),
)
async def revoke(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, Revocation)
    work = revoke_application(
        application_id,
        given,
        by=request.identity,
        clock=ports.clock,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, application_id))


@authority.post("/applications/<application_id>/correct-dates", present=present)
@describe(
    "更正签约和付款时间；排队位置随之调整",
    "Correct when it was signed and paid; the place in the line follows",
    request=CorrectedDates,
    response=ApplicationView,
    errors=(ConflictOfInterest, NotFound, Invalid, NotEditable, Ineligible),
)
async def correct(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, CorrectedDates)
    work = correct_dates(
        application_id,
        given,
        by=request.identity,
        clock=ports.clock,
        signer=ports.signer,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, application_id))


@authority.get("/office/applications")
@describe(
    "查找已提交的申请：在哪一环节、什么状态都能找到，后提交的在前",
    "Applications that were handed in, whatever their step and status, the newest first",
    query=FindQuery,
    response=Page[FoundApplication],
    errors=(Invalid,),
)
async def find(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, FindQuery)
    return reply(await find_applications(query, by=request.identity, english=request.english))


@authority.get("/office/applications/<application_id>")
@describe(
    "一份申请的全部内容：企业、依据、已拨付金额、失信记录",
    "The whole file of an application: its firm, the reasoning, what was paid, credit records",
    response=ApplicationFile,
    errors=(NotFound,),
)
async def show_file(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    found = await get_application_file(
        application_id, by=request.identity, ports=ports_of(request), english=request.english
    )
    return reply(found)


@reviewer.get("/credit-records")
@describe(
    "企业的失信记录",
    "Credit records of a firm",
    query=CreditQuery,
    response=Page[CreditRecordView],
    errors=(Invalid,),
)
async def credit_records(request: ApiRequest) -> HTTPResponse:
    return reply(await list_credit_records(read_query(request, CreditQuery)))
