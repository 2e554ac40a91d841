"""The route by which a firm reads what became of its money."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import NotFound
from server.features.payouts.own_payment import show_own_payment
from server.features.payouts.own_schemas import PaymentAnswer

applicant = blueprint("payouts", Audience.APPLICANT)


@applicant.get("/applications/<application_id>/payment")
@describe(
    "一项申请的拨付情况：付给谁、到哪一步、为什么还没付",
    "What became of an application's money: to whom, how far, and why not yet",
    response=PaymentAnswer,
    errors=(NotFound,),
)
async def payment(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    user_id, english = request.identity.user_id, request.english
    return reply(await show_own_payment(application_id, user_id=user_id, english=english))
