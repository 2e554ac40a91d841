"""Routes by which a firm's owner says where its money goes."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, NotFound
from server.features.enterprises.membership import require_owner
from server.features.payees.name_firm_account import get_firm_payee, set_firm_payee
from server.features.payees.schemas import FirmPayeeChange, FirmPayeeView
from server.ports import ports_of

owner = blueprint("payees", Audience.ENTERPRISE)


async def visible(request: ApiRequest, enterprise_id: UUID) -> None:
    await require_owner(enterprise_id, request.identity.user_id)


async def _shown(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    return reply(await get_firm_payee(enterprise_id, user_id=request.identity.user_id))


@owner.get("/enterprises/<enterprise_id>/payee")
@describe(
    "本企业的收款账户（账号已遮盖）",
    "Where my firm's money goes, the account masked",
    response=FirmPayeeView,
    errors=(Forbidden, NotFound),
)
async def read(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    return await _shown(request, enterprise_id)


@owner.put("/enterprises/<enterprise_id>/payee", visible=visible)
@describe(
    "填写本企业的收款账户",
    "Say where my firm's money goes",
    request=FirmPayeeChange,
    response=FirmPayeeView,
    errors=(Forbidden, NotFound, Invalid),
)
async def change(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, FirmPayeeChange)
    await set_firm_payee(
        enterprise_id,
        given,
        user_id=request.identity.user_id,
        clock=ports.clock,
        keyring=ports.keyring,
    )
    return await _shown(request, enterprise_id)
