"""What a caller can be told when WeChat refuses, or does not answer."""

from models.rules.reasons import Text
from server.errors import AppError, Unavailable


class WeChatUnavailable(Unavailable):
    """WeChat does not answer now (network, 5xx, busy, day quota); come back after `retry_after` s."""

    code = "wechat_unavailable"
    title = Text("微信服务暂时连接不上，请稍后再试", "WeChat does not answer now; try again later")


class NotReached(WeChatUnavailable):
    """No connection came about, so nothing can have happened at WeChat's end."""


class NotAnswered(WeChatUnavailable):
    """The request went out and no usable answer came back: its effect is unknown."""


class WeChatMisconfigured(WeChatUnavailable):
    """Appid, secret, allow-list or account is refused: an operator must act, waiting does not help."""

    title = Text(
        "微信服务配置有误，我们正在处理，请稍后再试", "WeChat is not set up properly; we are on it"
    )

    def __init__(self, errcode: int) -> None:
        super().__init__(retry_after=60)
        self.errcode = errcode


class CodeInvalid(AppError):
    """The login code is unknown, expired, already used or another app's: ask for a new one."""

    status, code = 401, "wechat_code_invalid"
    title = Text(
        "微信登录已失效，请重新打开小程序登录", "The login code is no longer valid; log in again"
    )


class PhoneCodeInvalid(CodeInvalid):
    """The phone code is unknown, expired, already used or another app's: tap the button again."""

    status = 422
    title = Text(
        "手机号授权已失效，请再点一次“授权手机号”", "The phone code is no longer valid; tap again"
    )


class UserBlocked(AppError):
    """WeChat holds this user for high-risk; the wording stays neutral on purpose."""

    status, code = 403, "login_refused"
    title = Text("暂时无法登录，请稍后再试或联系客服", "Login is not possible now; contact support")


class TemplateMismatch(Exception):
    """The configured templates are not those of the account; `problems` lists every difference."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class PushRefused(Exception):
    """A push that is not WeChat's, not for us, or not of now: answer 403 and keep nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
