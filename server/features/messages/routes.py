"""Routes of the inbox, for everybody, and of message consents, for those who come by WeChat."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import POPUPS
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.messages.inbox import (
    InboxQuery,
    count_unread,
    get_notification,
    list_notifications,
    read_all,
    read_notification,
)
from server.features.messages.schemas import (
    Inbox,
    NotificationView,
    PopupResults,
    Subscriptions,
    UnreadView,
)
from server.features.messages.subscriptions import list_subscriptions, note_popup
from server.ports import ports_of

anyone = blueprint("notifications", Audience.ANY_LOGIN)
sme = blueprint("subscriptions", Audience.ENTERPRISE)


async def present(request: ApiRequest, notification_id: UUID) -> NotificationView:
    return await get_notification(
        notification_id, user_id=request.identity.user_id, english=request.english
    )


async def present_subscriptions(request: ApiRequest, _user_id: UUID) -> Subscriptions:
    return await list_subscriptions(
        user_id=request.identity.user_id,
        catalogue=ports_of(request).catalogue,
        english=request.english,
    )


@anyone.get("/notifications")
@describe(
    "我的消息，新的在前；可只看某个申请的，或只看未读的",
    "My inbox, newest first; of one application alone, or unread ones alone",
    query=InboxQuery,
    response=Inbox,
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query, user_id = read_query(request, InboxQuery), request.identity.user_id
    return reply(await list_notifications(query, user_id=user_id, english=request.english))


@anyone.get("/notifications/unread")
@describe("未读消息数", "How many messages I have not read", response=UnreadView)
async def unread(request: ApiRequest) -> HTTPResponse:
    return reply(await count_unread(user_id=request.identity.user_id))


@anyone.post("/notifications/read-all", before_consent=True)
@describe("全部标为已读", "I have read them all", status=204)
async def read_them_all(request: ApiRequest) -> HTTPResponse:
    await read_all(user_id=request.identity.user_id, clock=ports_of(request).clock)
    return reply_nothing()


@anyone.post("/notifications/<notification_id>/read", present=present, before_consent=True)
@describe("标为已读", "I have read it", response=NotificationView, errors=(NotFound,))
async def read(request: ApiRequest, notification_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await read_notification(notification_id, user_id=user_id, clock=clock)
    return reply(await present(request, notification_id))


@sme.get("/subscriptions")
@describe(
    "可请求订阅的消息模板，和各时机请求哪些",
    "Templates to ask my consent for, and when",
    response=Subscriptions,
)
async def subscriptions(request: ApiRequest) -> HTTPResponse:
    return reply(await present_subscriptions(request, request.identity.user_id))


@sme.post("/subscriptions", present=present_subscriptions, limits=(POPUPS,))
@describe(
    "上报微信订阅弹窗的选择",
    "What I answered in WeChat's popup",
    request=PopupResults,
    response=Subscriptions,
    errors=(Invalid,),
)
async def popup(request: ApiRequest) -> HTTPResponse:
    command, user_id = decode(request, PopupResults), request.identity.user_id
    ports = ports_of(request)
    await note_popup(
        command,
        user_id=user_id,
        catalogue=ports.catalogue,
        clock=ports.clock,
        unheard=ports.unheard,
    )
    return reply(await present_subscriptions(request, user_id))
