"""The route by which a reviewer confirms a firm's code by its licence."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.enterprises.access import find_accessible
from server.features.enterprises.review_routes import present
from server.features.enterprises.schemas import CodeConfirmation, EnterpriseView
from server.features.exceptions.confirm_code import CodeNotInDoubt, confirm_code
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of
from server.roles import DECIDING_FIRMS

reviewer = blueprint("codes", Audience.REVIEWER)


async def visible(request: ApiRequest, enterprise_id: UUID) -> None:
    await find_accessible(enterprise_id, request.identity, *DECIDING_FIRMS)


@reviewer.post("/enterprises/<enterprise_id>/confirm-code", present=present, visible=visible)
@describe(
    "已对照营业执照，确认校验位不对的代码无误；企业会收到通知",
    "Confirm by the licence a code whose check character is wrong; the firm is told",
    request=CodeConfirmation,
    response=EnterpriseView,
    errors=(ConflictOfInterest, NotFound, Invalid, CodeNotInDoubt),
)
async def confirm(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    await visible(request, enterprise_id)
    comment, clock = decode(request, CodeConfirmation).comment, ports_of(request).clock
    await confirm_code(enterprise_id, comment, by=request.identity, clock=clock)
    return reply(await present(request, enterprise_id))
