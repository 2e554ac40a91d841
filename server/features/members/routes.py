"""Routes by which people join a firm, and its owner sees, ends and passes on who acts for it."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import TOKENS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, NotFound, RateLimited
from server.features.enterprises.membership import require_owner
from server.features.enterprises.routes import present
from server.features.enterprises.schemas import EnterpriseView, InvitationToken
from server.features.members.accept import InvitationExpired, accept_invitation
from server.features.members.hand_over import hand_over
from server.features.members.invitations import (
    InvitationUsed,
    list_invitations,
    withdraw_own_invitation,
)
from server.features.members.list import list_members
from server.features.members.remove import LastOwner, MemberByGrant, remove_member
from server.features.members.schemas import MemberView, NewOwner, OpenInvitation
from server.ports import ports_of

sme = blueprint("members", Audience.ENTERPRISE)


@sme.get("/enterprises/<enterprise_id>/members")
@describe(
    "本企业的成员，先加入的在前；仅负责人可看",
    "Who acts for my firm, in the order in which they joined; for its owner",
    query=Query,
    response=Page[MemberView],
    errors=(Forbidden, NotFound, Invalid),
)
async def browse_members(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    query, user_id = read_query(request, Query), request.identity.user_id
    return reply(await list_members(enterprise_id, query, user_id=user_id))


@sme.delete("/enterprises/<enterprise_id>/members/<user_id>")
@describe(
    "移出成员，或本人退出；立即生效，对方和负责人会收到通知",
    "Remove a member, or leave; at once, and they and the owner are told",
    status=204,
    errors=(Forbidden, NotFound, LastOwner, MemberByGrant),
)
async def remove(request: ApiRequest, enterprise_id: UUID, user_id: UUID) -> HTTPResponse:
    by, clock = request.identity.user_id, ports_of(request).clock
    await remove_member(enterprise_id, user_id, user_id=by, clock=clock)
    return reply_nothing()


@sme.get("/enterprises/<enterprise_id>/invitations")
@describe(
    "还能接受的邀请，先发的在前；仅负责人可看",
    "Invitations that can still be accepted, the oldest first; for its owner",
    query=Query,
    response=Page[OpenInvitation],
    errors=(Forbidden, NotFound, Invalid),
)
async def browse_invitations(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    query, user_id = read_query(request, Query), request.identity.user_id
    clock = ports_of(request).clock
    return reply(await list_invitations(enterprise_id, query, user_id=user_id, clock=clock))


@sme.delete("/enterprises/<enterprise_id>/invitations/<invitation_id>")
@describe(
    "撤回邀请；邀请码立即失效",
    "Withdraw an invitation; its token opens nothing from then on",
    status=204,
    errors=(Forbidden, NotFound, InvitationUsed),
)
async def withdraw(request: ApiRequest, enterprise_id: UUID, invitation_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await withdraw_own_invitation(enterprise_id, invitation_id, user_id=user_id, clock=clock)
    return reply_nothing()


@sme.post("/enterprises/<enterprise_id>/owner")
@describe(
    "把企业移交给另一位成员；已核实的企业本人转为代办人，未核实的其他人全部退出",
    "Hand my firm over to a member; I stay as a member where it is verified, else all others leave",
    status=204,
    request=NewOwner,
    errors=(Forbidden, NotFound, Invalid, MemberByGrant),
)
async def give_away(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    by, clock = request.identity.user_id, ports_of(request).clock
    await require_owner(enterprise_id, by)
    chosen = decode(request, NewOwner).user_id
    await hand_over(enterprise_id, chosen, user_id=by, clock=clock)
    return reply_nothing()


@sme.post("/invitations/accept", present=present, limits=(TOKENS,))
@describe(
    "接受邀请，成为成员；邀请是移交企业的，成为负责人",
    "Accept an invitation, as a member, or as the owner that it makes me",
    request=InvitationToken,
    response=EnterpriseView,
    errors=(NotFound, Invalid, InvitationExpired, RateLimited),
)
async def accept(request: ApiRequest) -> HTTPResponse:
    token, clock = decode(request, InvitationToken).token, ports_of(request).clock
    joined = await accept_invitation(token, user_id=request.identity.user_id, clock=clock)
    return reply(await present(request, joined))
