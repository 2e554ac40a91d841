"""Routes of the session that every person of staff and every SME may use."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.client_address import client_address
from server.edge.web.describe import describe
from server.edge.web.ports import edge_of
from server.edge.web.rate_limit import RateLimit
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Forbidden, Invalid, RateLimited
from server.features.identity.change_password import PasswordChange, change_password
from server.features.identity.enrol_otp import OtpAlreadySet, OtpNotStarted, confirm_otp, start_otp
from server.features.identity.give_password import PasswordGiven, give_password
from server.features.identity.hashing_queue import HashingBusy
from server.features.identity.log_out import log_out
from server.features.identity.otp_picture import otp_picture
from server.features.identity.schemas import OtpCode, OtpView, PasswordAgain, PasswordPair
from server.features.identity.who_am_i import SessionView, get_session
from server.ports import ports_of

anyone = blueprint("identity", Audience.ANY_LOGIN)

_GUESSES = RateLimit("own_secrets", 20, 600, by="user")


@anyone.get("/session")
@describe("当前登录人", "Who am I", response=SessionView)
async def read(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)
    return reply(await get_session(request.identity, policy=ports.login, clock=ports.clock))


@anyone.delete("/session")
@describe("退出登录", "Log out", status=204)
async def leave(request: ApiRequest) -> HTTPResponse:
    await log_out(request.identity, clock=ports_of(request).clock, cache=ports_of(request).sessions)
    if request.identity.browser is None:
        return reply_nothing()
    return HTTPResponse(status=204, headers=edge_of(request).browsers.cookie.forgotten())


@anyone.post("/session/password", once=False, before_consent=True, limits=(_GUESSES,))
@describe(
    "修改密码；其他登录随即失效",
    "Change my password; my other sessions end",
    status=204,
    request=PasswordPair,
    errors=(Forbidden, Invalid, RateLimited, HashingBusy),
)
async def renew_password(request: ApiRequest) -> HTTPResponse:
    pair, ports = decode(request, PasswordPair), ports_of(request)
    change = PasswordChange(pair.old_password, pair.new_password)
    await change_password(
        change,
        by=request.identity,
        passwords=ports.passwords,
        clock=ports.clock,
        cache=ports.sessions,
    )
    return reply_nothing()


@anyone.post("/session/password-again", once=False, before_consent=True, limits=(_GUESSES,))
@describe(
    "再次输入密码；此后五分钟内可办理涉及资金的事项",
    "Give my password again; for five minutes I may do what moves money",
    status=204,
    request=PasswordAgain,
    errors=(Forbidden, Invalid, RateLimited, HashingBusy),
)
async def repeat_password(request: ApiRequest) -> HTTPResponse:
    given, ports = decode(request, PasswordAgain), ports_of(request)
    address = client_address(request, edge_of(request).trusted_proxies)
    await give_password(
        PasswordGiven(given.password, address),
        by=request.identity,
        passwords=ports.passwords,
        keyring=ports.keyring,
        clock=ports.clock,
        cache=ports.sessions,
    )
    return reply_nothing()


@anyone.post("/session/otp", once=False, before_consent=True)
@describe(
    "开始设置二次验证",
    "Begin to set up my second factor",
    response=OtpView,
    errors=(Forbidden, OtpAlreadySet),
)
async def begin_otp(request: ApiRequest) -> HTTPResponse:
    enrolment = await start_otp(request.identity, keyring=ports_of(request).keyring)
    return reply(OtpView(enrolment.secret, enrolment.uri, otp_picture(enrolment.uri)))


@anyone.post("/session/otp/confirm", once=False, before_consent=True, limits=(_GUESSES,))
@describe(
    "用动态口令确认启用二次验证；其他登录随即失效",
    "Confirm my second factor with a code; my other sessions end",
    status=204,
    request=OtpCode,
    errors=(Forbidden, OtpAlreadySet, OtpNotStarted, Invalid, RateLimited),
)
async def finish_otp(request: ApiRequest) -> HTTPResponse:
    code, ports = decode(request, OtpCode).code, ports_of(request)
    await confirm_otp(
        request.identity, code, keyring=ports.keyring, clock=ports.clock, cache=ports.sessions
    )
    return reply_nothing()
