"""The one family of refusals; each is named for the fact, `server/edge/web/problems.py` renders it."""

from collections.abc import Sequence
from typing import ClassVar

from models.rules.reasons import Reason, Text


class AppError(Exception):
    """A refusal that a person is meant to read.

    `code` is stable; `errors` lists every reason at once, never only the first. `current` is what
    stands there instead, as a reader is shown it, with its `version`.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[Text] = Text("系统出错了，请稍后再试", "Something went wrong; please try again")

    def __init__(
        self,
        detail: Text | None = None,
        *,
        errors: Sequence[Reason] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(self.code)
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.current: object | None = None
        self.version: int | None = None


class Unauthenticated(AppError):
    """No session, or one that has ended."""

    status, code = 401, "unauthenticated"
    title = Text("请先登录", "Please log in")


class Forbidden(AppError):
    """The role does not allow this."""

    status, code = 403, "forbidden"
    title = Text(
        "您的账号没有办理此事的权限；确需办理的，请换用有权限的账号，或联系主管部门",
        "Your account may not do this; use one that may, or ask the authority",
    )


class NotFound(AppError):
    """Unknown, or not yours: the same answer."""

    status, code = 404, "not_found"
    title = Text(
        "没有找到这项内容：可能已被删除，或者不归您的账号办理。请返回上一页重新打开",
        "Not found: it may be gone, or not yours; go back and open it again",
    )


class VersionConflict(AppError):
    """Somebody changed the document since it was read."""

    status, code = 412, "version_conflict"
    title = Text(
        "这份内容别处刚改过，这次修改没有保存；请刷新后再改",
        "Changed elsewhere meanwhile, and not saved here; reload, then change it",
    )


class VersionMissing(AppError):
    """A change must say which version it was made on."""

    status, code = 428, "version_missing"
    title = Text("无法确认您改的是不是最新内容；请刷新后再改", "Give the version in If-Match")


class Invalid(AppError):
    """The body or a parameter is not what the contract says; every problem is listed."""

    status, code = 422, "invalid"
    title = Text(
        "填写的内容有误，请按各项说明改正后再提交",
        "Some fields are not valid; correct them as each one says",
    )


class TooLarge(AppError):
    """More bytes than this place takes."""

    status, code = 413, "too_large"
    title = Text(
        "文件或内容太大，请压缩或分成几份后再上传", "Too large; make it smaller or divide it"
    )


class UnsupportedMedia(AppError):
    """A file or body of a type that this place does not take."""

    status, code = 415, "unsupported_media"
    title = Text(
        "不支持这种文件格式，请换一种格式再上传", "This type is not accepted; choose another one"
    )


class RateLimited(AppError):
    """Too many requests; `retry_after` says when to come back."""

    status, code = 429, "rate_limited"
    title = Text("操作太频繁，请稍后再试", "Too many requests; try again later")


class Unavailable(AppError):
    """Something this needs does not answer now."""

    status, code = 503, "unavailable"
    title = Text("服务暂时不可用，请稍后再试", "Temporarily unavailable; try again later")


class StartRefused(Exception):
    """A start that cannot succeed as asked; `text` says what to do instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
