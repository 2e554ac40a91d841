"""Routes of the SME for the reasoning behind its application, and for its own yes or no."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import CORRECTION_WISHES
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.if_match import read_if_match
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import NotFound, RateLimited, VersionConflict
from server.features.applications.ask_correction import ask_correction
from server.features.applications.bodies import FilingRefusal
from server.features.applications.confirm import confirm_application
from server.features.applications.decision import explain_application
from server.features.applications.decision_schemas import CorrectionWish, DecisionView
from server.features.applications.refusals import NothingToConfirm, NotWithdrawable
from server.features.applications.refuse import refuse_application
from server.features.applications.routes import decode_own, present, telling_what_is_there
from server.features.applications.schemas import ApplicationView
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of

sme = blueprint("decisions", Audience.APPLICANT)


@sme.get("/applications/<application_id>/decision")
@describe("审核依据全文", "The whole reasoning", response=DecisionView, errors=(NotFound,))
async def explain(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    view = await explain_application(
        application_id, user_id, quota=ports.quota, clock=ports.clock, english=request.english
    )
    return reply(view)


@sme.post("/applications/<application_id>/refuse", present=present)
@describe(
    "否认平台代我提交的申请，申请随即终止",
    "Refuse what my platform filed for me; it ends",
    request=FilingRefusal,
    response=ApplicationView,
    errors=(NotFound, NothingToConfirm, NotWithdrawable),
)
async def refuse(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    command = await decode_own(request, application_id, FilingRefusal)
    work = refuse_application(
        application_id, command.reason, user_id=user_id, clock=ports.clock, ranker=ports.ranker
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, application_id))


@sme.post(
    "/applications/<application_id>/ask-correction", present=present, limits=(CORRECTION_WISHES,)
)
@describe(
    "请平台更正代我提交的内容；申请照常办理，平台和审核人员能看到说明",
    "Ask my platform to correct what it filed; it goes on, platform and reviewers read the words",
    request=CorrectionWish,
    response=ApplicationView,
    errors=(NotFound, NothingToConfirm, RateLimited),
)
async def ask(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    command = await decode_own(request, application_id, CorrectionWish)
    await ask_correction(application_id, command.reason, user_id=user_id, clock=clock)
    return reply(await present(request, application_id))


@sme.post("/applications/<application_id>/confirm", present=present)
@describe(
    "确认平台代我提交的内容；带 If-Match 则只确认这一版本",
    "Say yes to what my platform filed for me; with If-Match to this version alone",
    response=ApplicationView,
    errors=(NotFound, NothingToConfirm, ConflictOfInterest, VersionConflict),
)
async def confirm(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    version = read_if_match(request) if "if-match" in request.headers else None
    async with telling_what_is_there(request, application_id):
        await confirm_application(application_id, version, user_id=user_id, clock=clock)
    return reply(await present(request, application_id))
