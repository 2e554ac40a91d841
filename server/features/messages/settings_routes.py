"""Routes of what a person decides about messages: quiet hours, language, the address of letters."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import EMAIL_CODES, EMAIL_GUESSES
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Invalid, RateLimited
from server.features.messages.choices import choose, get_settings
from server.features.messages.own_address import (
    MailNotOffered,
    MailUnavailable,
    forget_address,
    send_code,
    take_address,
)
from server.features.messages.settings_schemas import (
    EmailProof,
    EmailWish,
    MessageChoice,
    MessageSettingsView,
)
from server.ports import ports_of

anyone = blueprint("message_settings", Audience.ANY_LOGIN)


async def present(request: ApiRequest, _user_id: UUID) -> MessageSettingsView:
    ports = ports_of(request)
    return await get_settings(
        request.identity.user_id,
        quiet=ports.ways.quiet_hours,
        mail=ports.ways.mailer is not None,
        sms=ports.ways.sms is not None,
    )


@anyone.get("/message-settings")
@describe("我的消息设置", "How I am told of things", response=MessageSettingsView)
async def read(request: ApiRequest) -> HTTPResponse:
    return reply(await present(request, request.identity.user_id))


@anyone.put("/message-settings")
@describe(
    "修改消息设置：免打扰时段、邮件和短信的语言",
    "Choose my quiet hours, and the language of letters and texts",
    request=MessageChoice,
    response=MessageSettingsView,
    errors=(Invalid,),
)
async def change(request: ApiRequest) -> HTTPResponse:
    await choose(decode(request, MessageChoice), user_id=request.identity.user_id)
    return reply(await present(request, request.identity.user_id))


@anyone.post("/message-settings/email", once=False, limits=(EMAIL_CODES,))
@describe(
    "给邮箱发验证码，用来接收提醒邮件",
    "Send a code to the address where I want to get letters",
    status=204,
    request=EmailWish,
    errors=(Invalid, MailNotOffered, MailUnavailable, RateLimited),
)
async def ask(request: ApiRequest) -> HTTPResponse:
    wish, ports = decode(request, EmailWish), ports_of(request)
    await send_code(
        wish.email,
        user_id=request.identity.user_id,
        mailer=ports.ways.mailer,
        keyring=ports.keyring,
        clock=ports.clock,
        english=request.english,
    )
    return reply_nothing()


@anyone.post("/message-settings/email/confirm", once=False, limits=(EMAIL_GUESSES,))
@describe(
    "用验证码确认邮箱，之后提醒也发到这个邮箱",
    "Confirm the address by its code: letters go there from now on",
    request=EmailProof,
    response=MessageSettingsView,
    errors=(Invalid, RateLimited),
)
async def confirm(request: ApiRequest) -> HTTPResponse:
    proof, ports = decode(request, EmailProof), ports_of(request)
    user_id = request.identity.user_id
    await take_address(
        proof.email, proof.code, user_id=user_id, keyring=ports.keyring, clock=ports.clock
    )
    return reply(await present(request, user_id))


@anyone.delete("/message-settings/email")
@describe("删除邮箱，不再发提醒邮件", "Delete my address: no letters any more", status=204)
async def forget(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)
    user_id = request.identity.user_id
    await forget_address(user_id=user_id, keyring=ports.keyring, clock=ports.clock)
    return reply_nothing()
