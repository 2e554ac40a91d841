"""Routes by which the authority verifies the accounts that money goes to."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.identity.conflicts import ConflictOfInterest
from server.features.payees.access import find_payee_within
from server.features.payees.list import get_payee, list_payees
from server.features.payees.refusals import (
    AccountRefused,
    AccountReplaced,
    CheckDiffers,
    CheckedByYourself,
)
from server.features.payees.refuse import refuse_payee
from server.features.payees.schemas import PayeeCheck, PayeeItem, PayeeQuery, PayeeRefusal
from server.features.payees.verify import verify_payee
from server.ports import ports_of
from server.roles import Role

authority = blueprint("payees", Audience.AUTHORITY)


async def present(request: ApiRequest, payee_id: UUID) -> PayeeItem:
    return await get_payee(payee_id, by=request.identity)


async def visible(request: ApiRequest, payee_id: UUID) -> None:
    await find_payee_within(payee_id, request.identity, Role.AUTHORITY)


@authority.get("/payees")
@describe(
    "我范围内的收款账户，先填写的在前",
    "Accounts in my scope, the oldest first",
    query=PayeeQuery,
    response=Page[PayeeItem],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    return reply(await list_payees(read_query(request, PayeeQuery), by=request.identity))


@authority.post("/payees/<payee_id>/verify", present=present, visible=visible, password_again=True)
@describe(
    "核实收款账户：一人核对，另一人以同样的依据核实后才拨付",
    "Verify an account: one person checks it, a second one with the same facts verifies it",
    request=PayeeCheck,
    response=PayeeItem,
    errors=(
        ConflictOfInterest,
        NotFound,
        Invalid,
        AccountReplaced,
        AccountRefused,
        CheckedByYourself,
        CheckDiffers,
    ),
)
async def verify(request: ApiRequest, payee_id: UUID) -> HTTPResponse:
    given, clock = decode(request, PayeeCheck), ports_of(request).clock
    await verify_payee(payee_id, given, by=request.identity, clock=clock)
    return reply(await present(request, payee_id))


@authority.post("/payees/<payee_id>/refuse", present=present, visible=visible)
@describe(
    "退回收款账户，收款单位须重新填写；已核实的也可退回",
    "Refuse an account, a verified one too; its owner names one anew",
    request=PayeeRefusal,
    response=PayeeItem,
    errors=(ConflictOfInterest, NotFound, Invalid, AccountReplaced),
)
async def refuse(request: ApiRequest, payee_id: UUID) -> HTTPResponse:
    given, clock = decode(request, PayeeRefusal), ports_of(request).clock
    await refuse_payee(payee_id, given.reason, by=request.identity, clock=clock)
    return reply(await present(request, payee_id))
