"""Routes of payouts for the authority."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply, reply_created, reply_file
from server.edge.web.request import ApiRequest
from server.edge.web.workbooks import XLSX
from server.errors import Invalid, NotFound
from server.features.payouts.confirm import confirm_payout
from server.features.payouts.export_payout import export_payout
from server.features.payouts.make import make_payout
from server.features.payouts.preview import (
    PayableGroup,
    PayoutPreview,
    list_payable_groups,
    preview_payout,
)
from server.features.payouts.refusals import (
    AlreadyConfirmed,
    EverythingHeld,
    NothingPayable,
    SecondPersonNeeded,
)
from server.features.payouts.schemas import Confirmation, NewPayout, PayoutSummary, PayoutView
from server.features.payouts.show import get_payout, list_payouts
from server.ports import ports_of

authority = blueprint("payouts", Audience.AUTHORITY)


async def present(request: ApiRequest, payout_id: UUID) -> PayoutView:
    return await get_payout(payout_id, by=request.identity, english=request.english)


@authority.post("/payouts", present=present, password_again=True)
@describe(
    "汇总待拨付款项，每个收款方一行",
    "Gather what is payable into one line per payee",
    status=201,
    request=NewPayout,
    response=PayoutView,
    errors=(NotFound, Invalid, NothingPayable, EverythingHeld),
)
async def make(request: ApiRequest) -> HTTPResponse:
    given, clock = decode(request, NewPayout), ports_of(request).clock
    payout_id = await make_payout(given, by=request.identity, clock=clock)
    return reply_created(await present(request, payout_id))


@authority.post("/payouts/preview", once=False)
@describe(
    "现在汇总会怎样：各笔拨付和暂不拨付的；不作任何改动",
    "What a payout made now would hold and leave out; nothing is changed",
    request=NewPayout,
    response=PayoutPreview,
    errors=(NotFound, Invalid, NothingPayable),
)
async def preview(request: ApiRequest) -> HTTPResponse:
    given = decode(request, NewPayout)
    return reply(await preview_payout(given, by=request.identity, english=request.english))


@authority.get("/office/payable")
@describe(
    "已决定而未列入拨付的，按年度、事项、平台合计",
    "What is decided and on no payout yet, summed by edition, track and platform",
    response=Page[PayableGroup],
)
async def payable(request: ApiRequest) -> HTTPResponse:
    found = await list_payable_groups(by=request.identity, english=request.english)
    return reply(Page(found))


@authority.get("/payouts")
@describe(
    "拨付批次，新的在前",
    "Payouts, the newest first",
    query=Query,
    response=Page[PayoutSummary],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query, by = read_query(request, Query), request.identity
    return reply(await list_payouts(query, by=by, english=request.english))


@authority.get("/payouts/<payout_id>")
@describe(
    "一个拨付批次及明细", "One payout with its lines", response=PayoutView, errors=(NotFound,)
)
async def read(request: ApiRequest, payout_id: UUID) -> HTTPResponse:
    return reply(await present(request, payout_id))


@authority.get("/payouts/<payout_id>/export")
@describe("给国库的拨付表（xlsx）", "The workbook for the treasury", media=XLSX, errors=(NotFound,))
async def export(request: ApiRequest, payout_id: UUID) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    name, content = await export_payout(payout_id, by=by, keyring=ports.keyring, clock=ports.clock)
    return reply_file(content, name, XLSX)


@authority.post("/payouts/<payout_id>/confirm", present=present, password_again=True)
@describe(
    "登记国库拨付结果；未付成的退回待拨付",
    "What the treasury paid; failed lines go back",
    request=Confirmation,
    response=PayoutView,
    errors=(NotFound, SecondPersonNeeded, Invalid, AlreadyConfirmed),
)
async def confirm(request: ApiRequest, payout_id: UUID) -> HTTPResponse:
    ports, given = ports_of(request), decode(request, Confirmation)
    await confirm_payout(
        payout_id, given, by=request.identity, clock=ports.clock, four_eyes=not ports.demonstration
    )
    return reply(await present(request, payout_id))
