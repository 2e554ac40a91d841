"""Routes by which an SME registers its firm and says who acts for it."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import DISPUTES, INVITATIONS, REGISTRATIONS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode, decode_beside, decode_with
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply, reply_created, reply_version
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, NotFound, RateLimited
from server.features.enterprises.change import change_enterprise, change_problems
from server.features.enterprises.invite import TooManyInvitations, get_invitation, invite_member
from server.features.enterprises.list import list_enterprises
from server.features.enterprises.membership import enterprise_of, require_owner
from server.features.enterprises.raise_dispute import (
    DisputeOpen,
    EnterpriseYours,
    dispute_problems,
    get_own_dispute,
    list_own_disputes,
    raise_dispute,
)
from server.features.enterprises.refusals import EnterpriseClaimed
from server.features.enterprises.register import register_enterprise, registration_problems
from server.features.enterprises.schemas import (
    DisputeView,
    EnterpriseParticulars,
    EnterpriseView,
    InvitationView,
    InvitationWish,
    RaisedDispute,
    enterprise_view,
)
from server.ports import ports_of
from storage.postgres.own_places import read_own_places

sme = blueprint("enterprises", Audience.ENTERPRISE)


async def present(request: ApiRequest, enterprise_id: UUID) -> EnterpriseView:
    return enterprise_view(await enterprise_of(request.identity.user_id, enterprise_id))


async def present_dispute(request: ApiRequest, dispute_id: UUID) -> DisputeView:
    return await get_own_dispute(dispute_id, user_id=request.identity.user_id)


async def present_invitation(request: ApiRequest, invitation_id: UUID) -> InvitationView:
    return await get_invitation(invitation_id, user_id=request.identity.user_id)


@sme.post("/enterprises", present=present, limits=(REGISTRATIONS,))
@describe(
    "登记我的企业",
    "Register my firm",
    status=201,
    request=EnterpriseParticulars,
    response=EnterpriseView,
    errors=(Invalid, EnterpriseClaimed, RateLimited),
)
async def register(request: ApiRequest) -> HTTPResponse:
    ports, own = ports_of(request), await read_own_places()
    clock = ports.clock
    given = decode_with(
        request,
        EnterpriseParticulars,
        lambda read: registration_problems(read, own=own, clock=clock),
    )
    user_id = request.identity.user_id
    made = await register_enterprise(
        given, user_id=user_id, own=own, clock=clock, firm_wanted=ports.firm_wanted
    )
    return reply_created(await present(request, made))


@sme.get("/enterprises")
@describe("我的企业", "My firms", query=Query, response=Page[EnterpriseView], errors=(Invalid,))
async def browse(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, Query)
    return reply(await list_enterprises(query, user_id=request.identity.user_id))


@sme.put("/enterprises/<enterprise_id>")
@describe(
    "更正本企业信息；登记注册地改到其他城市的，须由当地重新核实",
    "Correct the particulars of my firm; moved to another city, it is to be verified there anew",
    request=EnterpriseParticulars,
    response=EnterpriseView,
    errors=(NotFound, Invalid),
)
async def change(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    user_id = request.identity.user_id
    await enterprise_of(user_id, enterprise_id)
    clock, own = ports_of(request).clock, await read_own_places()
    given = await decode_beside(
        request,
        EnterpriseParticulars,
        lambda read: change_problems(enterprise_id, read, user_id=user_id, own=own, clock=clock),
    )
    await change_enterprise(enterprise_id, given, user_id=user_id, own=own, clock=clock)
    view = await present(request, enterprise_id)
    return reply_version(view, view.version)


@sme.post("/enterprises/disputes", present=present_dispute, limits=(DISPUTES,))
@describe(
    "反映本企业被他人占用",
    "Say that somebody else holds my firm",
    status=201,
    request=RaisedDispute,
    response=DisputeView,
    errors=(NotFound, Invalid, EnterpriseYours, DisputeOpen, RateLimited),
)
async def dispute(request: ApiRequest) -> HTTPResponse:
    clock = ports_of(request).clock
    given = await decode_beside(request, RaisedDispute, dispute_problems)
    made = await raise_dispute(given, user_id=request.identity.user_id, clock=clock)
    return reply_created(await present_dispute(request, made))


@sme.get("/disputes")
@describe(
    "我提出的企业归属异议及处理结果",
    "The disputes that I raised, and what became of them",
    query=Query,
    response=Page[DisputeView],
    errors=(Invalid,),
)
async def own_disputes(request: ApiRequest) -> HTTPResponse:
    query, user_id = read_query(request, Query), request.identity.user_id
    return reply(await list_own_disputes(query, user_id=user_id))


@sme.post(
    "/enterprises/<enterprise_id>/invitations",
    present=present_invitation,
    limits=(INVITATIONS,),
)
@describe(
    "邀请第二人代办本企业事务，或把企业移交给对方；邀请码只显示一次",
    "Invite a second person to act for my firm, or hand it over to them; the token is shown once",
    status=201,
    request=InvitationWish,
    response=InvitationView,
    errors=(Forbidden, NotFound, Invalid, TooManyInvitations, RateLimited),
)
async def invite(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await require_owner(enterprise_id, user_id)
    role = decode(request, InvitationWish).role
    made = await invite_member(enterprise_id, role, user_id=user_id, clock=clock)
    return reply_created(InvitationView(made.id, enterprise_id, role, made.token, made.expires_at))
