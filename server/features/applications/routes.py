"""Routes of applications for those who apply: SMEs, and platforms for their own firm."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar
from uuid import UUID

from sanic.response import HTTPResponse

from models.rules.reasons import Reason
from server.allowances import STARTS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import Body, decode, decode_beside
from server.edge.web.describe import describe
from server.edge.web.if_match import read_if_match
from server.edge.web.params import read_query
from server.edge.web.replies import Counted, reply, reply_created, reply_version
from server.edge.web.request import ApiRequest
from server.errors import (
    Invalid,
    NotFound,
    RateLimited,
    UnsupportedMedia,
    VersionConflict,
    VersionMissing,
)
from server.features.applications.answer import answer_corrections
from server.features.applications.bodies import (
    ApplicationParticulars,
    ApplicationWithdrawal,
    CorrectionAnswers,
    NewApplication,
)
from server.features.applications.check import CheckAnswer, check_application
from server.features.applications.count_clients import AlreadyCounted
from server.features.applications.drafts_open import TooManyDrafts
from server.features.applications.item_schemas import ApplicationItem
from server.features.applications.list import OwnQuery, list_own_applications
from server.features.applications.particulars import (
    ParticularsAsRead,
    change_particulars,
    particulars_problems,
    require_own,
)
from server.features.applications.reader import Applicant
from server.features.applications.refusals import (
    AlreadyApplied,
    CreditBlocked,
    Incomplete,
    Ineligible,
    NoFirm,
    NotEditable,
    NotWithdrawable,
    PoolUsedUp,
    WindowClosed,
)
from server.features.applications.renewal import NotDue
from server.features.applications.schemas import ApplicationView
from server.features.applications.standing_one import naming_what_stands
from server.features.applications.start import start_application
from server.features.applications.submit import submit_application
from server.features.applications.view import get_own_application
from server.features.applications.view import present as present_row
from server.features.applications.withdraw import withdraw_application
from server.features.platforms.access import PlatformNotUnique
from server.ports import ports_of

BodyType = TypeVar("BodyType", bound=Body)
sme = blueprint("applications", Audience.APPLICANT)


async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
    ports = ports_of(request)
    return await get_own_application(
        application_id,
        request.identity.user_id,
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )


async def _own(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    view = await present(request, application_id)
    return reply_version(view, view.version)


async def decode_own(request: ApiRequest, application_id: UUID, kind: type[BodyType]) -> BodyType:
    """The body; what is wrong in it is told only to whom the application belongs."""
    try:
        return decode(request, kind)
    except (Invalid, UnsupportedMedia):
        await require_own(application_id, request.identity.user_id)
        raise


@asynccontextmanager
async def telling_what_is_there(request: ApiRequest, application_id: UUID) -> AsyncIterator[None]:
    """Who comes with an older version gets the present one with the refusal, to go on from."""
    try:
        yield
    except VersionConflict as conflict:
        view = await present(request, application_id)
        conflict.current, conflict.version = view, view.version
        raise


@sme.post("/applications", present=present, limits=(STARTS,))
@describe(
    "新建申请",
    "Start an application",
    status=201,
    request=NewApplication,
    response=ApplicationView,
    errors=(
        NotFound,
        Invalid,
        NoFirm,
        PlatformNotUnique,
        WindowClosed,
        CreditBlocked,
        AlreadyApplied,
        NotDue,
        TooManyDrafts,
        RateLimited,
    ),
)
async def start(request: ApiRequest) -> HTTPResponse:
    command, clock = decode(request, NewApplication), ports_of(request).clock
    async with naming_what_stands(command, request.identity.user_id):
        started = await start_application(command, by=request.identity, clock=clock)
    return reply_created(await present(request, started))


@sme.get("/applications")
@describe(
    "我的申请，可筛选和排序",
    "My applications, narrowed and sorted",
    query=OwnQuery,
    response=Counted[ApplicationItem],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)
    page = await list_own_applications(
        read_query(request, OwnQuery),
        user_id=request.identity.user_id,
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )
    return reply(page)


@sme.get("/applications/<application_id>")
@describe("我的一项申请", "One of my applications", response=ApplicationView, errors=(NotFound,))
async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    return await _own(request, application_id)


@sme.get("/applications/<application_id>/check")
@describe(
    "提交前检查：还缺什么、哪里不对，一次列全；不改变任何内容",
    "All that still stands against submitting it, in one answer; changes nothing",
    response=CheckAnswer,
    errors=(NotFound,),
)
async def check(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    checked = await check_application(
        application_id,
        user_id=request.identity.user_id,
        clock=ports.clock,
        signer=ports.signer,
        english=request.english,
    )
    return reply(checked)


@sme.put("/applications/<application_id>/particulars")
@describe(
    "填写申请内容；须带 If-Match；别处已改过时答 412，并附现在的内容（current）和 ETag",
    "Fill in the particulars; needs If-Match; 412 brings what is there now (current) and its ETag",
    request=ApplicationParticulars,
    response=ApplicationView,
    headers=("If-Match",),
    errors=(NotFound, VersionMissing, VersionConflict, Invalid, NotEditable),
)
async def fill_in(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    async with telling_what_is_there(request, application_id):
        await _fill_in(request, application_id, read_if_match(request))
    return await _own(request, application_id)


async def _fill_in(request: ApiRequest, application_id: UUID, version: int) -> None:
    user_id, clock = request.identity.user_id, ports_of(request).clock

    async def rules(read: ParticularsAsRead) -> Sequence[Reason]:
        return await particulars_problems(
            application_id, read, version, user_id=user_id, clock=clock
        )

    try:
        command = await decode_beside(request, ApplicationParticulars, rules)
    except (Invalid, UnsupportedMedia):
        await require_own(application_id, user_id, version)
        raise
    await change_particulars(application_id, command, version, user_id=user_id, clock=clock)


@sme.put("/applications/<application_id>/corrections")
@describe(
    "对补正事项作说明（不改而说明理由）；整体替换",
    "Answer what was to be corrected, in words; replaces all answers",
    request=CorrectionAnswers,
    response=ApplicationView,
    errors=(NotFound, Invalid, NotEditable),
)
async def answer(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    given = await decode_own(request, application_id, CorrectionAnswers)
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await answer_corrections(application_id, given, user_id=user_id, clock=clock)
    return await _own(request, application_id)


@sme.post("/applications/<application_id>/submit", present=present)
@describe(
    "提交申请；重复提交返回当前状态",
    "Submit; a repeat answers with the present state",
    response=ApplicationView,
    errors=(
        NotFound,
        Invalid,
        WindowClosed,
        CreditBlocked,
        AlreadyApplied,
        AlreadyCounted,
        Incomplete,
        Ineligible,
        PoolUsedUp,
        NotDue,
    ),
)
async def submit(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    work = submit_application(
        application_id,
        user_id=request.identity.user_id,
        clock=ports.clock,
        signer=ports.signer,
        ranker=ports.ranker,
    )
    done = await ports.tasks.shielded(work)
    if done is None:
        return await _own(request, application_id)
    as_of, english = ports.clock.now(), request.english
    view = present_row(
        done.row,
        done.definition,
        done.standing,
        as_of,
        state=done.state,
        reader=Applicant(request.identity.user_id),
        english=english,
    )
    return reply_version(view, view.version)


@sme.post("/applications/<application_id>/withdraw", present=present, before_consent=True)
@describe(
    "撤回申请，名额和资金随即释放",
    "Withdraw; frees the money",
    request=ApplicationWithdrawal,
    response=ApplicationView,
    errors=(NotFound, NotWithdrawable),
)
async def withdraw(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    command = await decode_own(request, application_id, ApplicationWithdrawal)
    work = withdraw_application(
        application_id,
        command.reason,
        user_id=request.identity.user_id,
        clock=ports.clock,
        ranker=ports.ranker,
    )
    await ports.tasks.shielded(work)
    return await _own(request, application_id)
