"""Routes by which a person becomes somebody: logins, phone number, consent."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.auth import bearer_token
from server.edge.web.bodies import decode
from server.edge.web.client_address import client_address
from server.edge.web.describe import describe
from server.edge.web.ports import edge_of
from server.edge.web.rate_limit import RateLimit
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.edge.web.same_origin import CrossSite, refuse_foreign
from server.edge.wechat.errors import CodeInvalid, PhoneCodeInvalid, UserBlocked, WeChatUnavailable
from server.errors import Invalid, RateLimited, Unauthenticated
from server.features.identity.contact_phone import forget_contact_phone, keep_contact_phone
from server.features.identity.give_consent import give_consent
from server.features.identity.hashing_queue import HashingBusy
from server.features.identity.link_phone import link_phone
from server.features.identity.log_out import end_overwritten, end_replaced
from server.features.identity.schemas import (
    ConsentGiven,
    PhoneView,
    SmeSession,
    StaffCredentials,
    StaffSession,
    TypedPhone,
    WeChatCode,
)
from server.features.identity.sessions import NewSession
from server.features.identity.staff_login import (
    CredentialsInvalid,
    FirstPasswordOver,
    OpenedLogin,
    OtpRequired,
    StaffLogin,
    log_in_staff,
)
from server.features.identity.wechat_login import log_in_with_wechat
from server.features.identity.who_am_i import get_sme, get_staff
from server.ports import ports_of

public = blueprint("identity", Audience.PUBLIC)
sme = blueprint("identity", Audience.ENTERPRISE)

# By address, and a carrier puts a whole town behind one; WeChat counts per person itself.
_WECHAT_LOGINS = RateLimit("wechat_login", 6000, 60)
_STAFF_LOGINS = RateLimit("staff_login", 120, 60)
_PHONE_CODES = RateLimit("phone_code", 10, 600, by="user")
_TYPED_PHONES = RateLimit("typed_phone", 10, 600, by="user")


@public.post("/session/wechat", limits=(_WECHAT_LOGINS,))
@describe(
    "微信登录",
    "Log in through WeChat",
    request=WeChatCode,
    response=SmeSession,
    errors=(Invalid, CodeInvalid, UserBlocked, RateLimited, WeChatUnavailable),
)
async def log_in(request: ApiRequest) -> HTTPResponse:
    code, ports = decode(request, WeChatCode).code, ports_of(request)
    opened = await log_in_with_wechat(
        code, wechat=ports.wechat, keyring=ports.keyring, clock=ports.clock, policy=ports.login
    )
    await _end_replaced(request, opened)
    user = await get_sme(opened.user_id, policy=ports.login)
    return reply(SmeSession(opened.token, opened.expires_at, user))


@public.post("/session/staff", limits=(_STAFF_LOGINS,))
@describe(
    "工作人员登录：用户名、密码和动态口令",
    "Log in with user name, password and one-time code",
    request=StaffCredentials,
    response=StaffSession,
    errors=(
        *(Invalid, CredentialsInvalid, OtpRequired, FirstPasswordOver, CrossSite),
        *(RateLimited, HashingBusy),
    ),
)
async def log_in_as_staff(request: ApiRequest) -> HTTPResponse:
    given, ports = decode(request, StaffCredentials), ports_of(request)
    if given.cookie:
        # Nobody is to be logged in as somebody else by a page of theirs.
        refuse_foreign(request, edge_of(request).browsers.public_url)
    address = client_address(request, edge_of(request).trusted_proxies)
    username = given.username.lower()
    opened = await log_in_staff(
        StaffLogin(username, given.password, given.otp, address, given.device, given.cookie),
        passwords=ports.passwords,
        keyring=ports.keyring,
        clock=ports.clock,
        policy=ports.login,
    )
    await _end_replaced(request, opened.session)
    if not given.cookie:
        return reply(await _staff_session(request, opened, opened.session.token))
    cookie = edge_of(request).browsers.cookie
    await end_overwritten(cookie.token_in(request), clock=ports.clock, cache=ports.sessions)
    held = cookie.holding(opened.session.token)
    return reply(await _staff_session(request, opened, None), headers=held)


async def _end_replaced(request: ApiRequest, opened: NewSession) -> None:
    token, ports = bearer_token(request.headers.get("authorization")), ports_of(request)
    await end_replaced(token, opened.user_id, clock=ports.clock, cache=ports.sessions)


async def _staff_session(
    request: ApiRequest, opened: OpenedLogin, token: str | None
) -> StaffSession:
    session = opened.session
    identity = await edge_of(request).resolve_session(session.token)
    if identity is None:
        raise Unauthenticated()
    user = await get_staff(identity, policy=ports_of(request).login)
    return StaffSession(token, session.expires_at, user, opened.device)


@sme.post("/session/phone", once=False, limits=(_PHONE_CODES,))
@describe(
    "用微信手机号按钮的 code 绑定手机号",
    "Give my phone number by a code of WeChat's phone button",
    request=WeChatCode,
    response=PhoneView,
    errors=(Invalid, PhoneCodeInvalid, RateLimited, WeChatUnavailable),
)
async def give_phone(request: ApiRequest) -> HTTPResponse:
    code, ports = decode(request, WeChatCode).code, ports_of(request)
    masked = await link_phone(
        request.identity.user_id,
        code,
        wechat=ports.wechat,
        keyring=ports.keyring,
        clock=ports.clock,
        phone_linked=ports.phone_linked,
    )
    return reply(PhoneView(masked))


@sme.put("/session/contact-phone", limits=(_TYPED_PHONES,))
@describe(
    "自己填写联系电话（未核实），供不用微信手机号按钮的人使用",
    "Type a number to be called back at, where WeChat's button is not used; nobody checks it",
    request=TypedPhone,
    response=PhoneView,
    errors=(Invalid, RateLimited),
)
async def type_phone(request: ApiRequest) -> HTTPResponse:
    typed, ports = decode(request, TypedPhone).phone, ports_of(request)
    user_id = request.identity.user_id
    masked = await keep_contact_phone(user_id, typed, keyring=ports.keyring, clock=ports.clock)
    return reply(PhoneView(masked))


@sme.delete("/session/contact-phone")
@describe("删除自己填写的联系电话", "Forget the number that I typed", status=204)
async def drop_phone(request: ApiRequest) -> HTTPResponse:
    user_id, ports = request.identity.user_id, ports_of(request)
    await forget_contact_phone(user_id, keyring=ports.keyring, clock=ports.clock)
    return reply_nothing()


@sme.post("/session/consent", once=False, before_consent=True)
@describe(
    "同意所读版本的隐私说明",
    "Agree to the privacy text in the version that I read",
    status=204,
    request=ConsentGiven,
    errors=(Invalid,),
)
async def consent(request: ApiRequest) -> HTTPResponse:
    version, ports = decode(request, ConsentGiven).text_version, ports_of(request)
    user_id = request.identity.user_id
    await give_consent(user_id, version, texts=ports.privacy, clock=ports.clock)
    return reply_nothing()
