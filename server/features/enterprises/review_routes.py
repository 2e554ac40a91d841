"""Routes by which reviewers check who firms belong to."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.enterprises.access import find_accessible
from server.features.enterprises.dispute_file import DisputeFile, get_dispute_file
from server.features.enterprises.refusals import CodeUnconfirmed
from server.features.enterprises.schemas import (
    DisputeItem,
    EnterpriseView,
    Verification,
    enterprise_view,
)
from server.features.enterprises.verify import EnterpriseUnclaimed, verify_enterprise
from server.features.enterprises.worklists import (
    DisputeQuery,
    list_disputes,
    list_unverified,
)
from server.features.identity.conflicts import ConflictOfInterest
from server.ports import ports_of
from server.roles import DECIDING_FIRMS

reviewer = blueprint("enterprises", Audience.REVIEWER)


async def present(request: ApiRequest, enterprise_id: UUID) -> EnterpriseView:
    return enterprise_view(await find_accessible(enterprise_id, request.identity, *DECIDING_FIRMS))


@reviewer.get("/enterprises/disputes")
@describe(
    "我范围内的企业归属争议",
    "Disputes about firms in my scope",
    query=DisputeQuery,
    response=Page[DisputeItem],
    errors=(Invalid,),
)
async def browse_disputes(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, DisputeQuery)
    return reply(await list_disputes(query, by=request.identity))


@reviewer.get("/enterprises/disputes/<dispute_id>")
@describe(
    "一件企业归属争议：双方和所涉的申请",
    "One dispute over a firm: both sides, and what moves with it",
    response=DisputeFile,
    errors=(NotFound,),
)
async def show_dispute(request: ApiRequest, dispute_id: UUID) -> HTTPResponse:
    return reply(await get_dispute_file(dispute_id, by=request.identity))


@reviewer.get("/enterprises/unverified")
@describe(
    "我范围内已认领未核实的企业",
    "Firms in my scope that are claimed and not verified",
    query=Query,
    response=Page[EnterpriseView],
    errors=(Invalid,),
)
async def browse_unverified(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, Query)
    return reply(await list_unverified(query, by=request.identity))


@reviewer.post("/enterprises/<enterprise_id>/verify", present=present)
@describe(
    "确认已核对营业执照和法定代表人",
    "Confirm that I have checked licence and legal person",
    request=Verification,
    response=EnterpriseView,
    errors=(ConflictOfInterest, NotFound, Invalid, EnterpriseUnclaimed, CodeUnconfirmed),
)
async def verify(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    comment, clock = decode(request, Verification).comment, ports_of(request).clock
    await verify_enterprise(enterprise_id, comment, by=request.identity, clock=clock)
    return reply(await present(request, enterprise_id))
