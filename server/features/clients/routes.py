"""Routes by which a platform follows its clients' applications and asks them for their word."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import CLIENT_INVITATIONS
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import reply, reply_file
from server.edge.web.request import ApiRequest
from server.edge.web.workbooks import XLSX
from server.edge.wechat.errors import WeChatUnavailable
from server.errors import Invalid, NotFound, RateLimited
from server.features.applications.refusals import NothingToConfirm
from server.features.clients.export import export_clients
from server.features.clients.invite import draw_invitation, invite_client
from server.features.clients.list import list_clients
from server.features.clients.query import ClientFilter, ClientQuery
from server.features.clients.refusals import TooManyClients
from server.features.clients.schemas import ClientInvitation, ClientPage
from server.ports import ports_of

platform = blueprint("clients", Audience.PLATFORM)


@platform.get("/platform/applications")
@describe(
    "我的客户的申请：金额、截止日和合计",
    "My clients' applications: amounts, due days and totals",
    query=ClientQuery,
    response=ClientPage,
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports, query = ports_of(request), read_query(request, ClientQuery)
    page = await list_clients(
        query,
        by=request.identity,
        quota=ports.quota,
        clock=ports.clock,
        calendar=ports.calendar,
        english=request.english,
    )
    return reply(page)


@platform.get("/platform/applications/export")
@describe(
    "导出客户申请（xlsx），条件与列表相同",
    "The same list as a workbook, by the same filters",
    query=ClientFilter,
    media=XLSX,
    errors=(Invalid, TooManyClients),
)
async def export(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, ClientFilter)
    clock = ports_of(request).clock
    name, content = await export_clients(query, by=request.identity, clock=clock)
    return reply_file(content, name, XLSX)


@platform.post(
    "/platform/applications/<application_id>/invitation", once=False, limits=(CLIENT_INVITATIONS,)
)
@describe(
    "邀请客户确认代为提交的申请：短信链接和内容，由平台发送",
    "Invite a client to confirm what was filed for it: a link and the words for a text message",
    status=201,
    response=ClientInvitation,
    errors=(NotFound, NothingToConfirm, RateLimited, WeChatUnavailable),
)
async def invite(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    made = await invite_client(
        application_id,
        by=request.identity,
        wechat=ports.wechat,
        state=ports.wechat_state,
        clock=ports.clock,
        english=request.english,
    )
    return reply(made, 201)


@platform.get(
    "/platform/applications/<application_id>/invitation/code", limits=(CLIENT_INVITATIONS,)
)
@describe(
    "同一页面的小程序码，供客户扫码确认",
    "The same page as a mini-program code for the client to scan",
    media="image/jpeg",
    errors=(NotFound, NothingToConfirm, RateLimited, WeChatUnavailable),
)
async def code(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    picture = await draw_invitation(
        application_id, by=request.identity, wechat=ports.wechat, state=ports.wechat_state
    )
    return reply_file(picture, "invitation.jpg", "image/jpeg", inline=True)
