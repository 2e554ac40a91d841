"""Routes of the SME for the reasoning behind its application, and for its own yes or no."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import NotFound
from server.features.applications.confirm import confirm_application
from server.features.applications.decision import explain_application
from server.features.applications.decision_schemas import DecisionView
from server.features.applications.refusals import NothingToConfirm, NotWithdrawable
from server.features.applications.refuse import refuse_application
from server.features.applications.routes import decode_own, present
from server.features.applications.schemas import ApplicationView, FilingRefusal
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


@sme.post("/applications/<application_id>/confirm", present=present)
@describe(
    "确认平台代我提交的内容",
    "Say yes to what my platform filed for me",
    response=ApplicationView,
    errors=(NotFound, NothingToConfirm, ConflictOfInterest),
)
async def confirm(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await confirm_application(application_id, user_id=user_id, clock=clock)
    return reply(await present(request, application_id))
