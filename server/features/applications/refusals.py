"""Why something about an application is refused; every reason at once, with its clause."""

from models.rules.reasons import Text
from server.errors import AppError, VersionConflict


class WindowClosed(AppError):
    """The edition is not open, or a correction came after its due day."""

    status, code = 409, "window_closed"
    title = Text("现在不在申请时间内", "Applications are not open now")


class CreditBlocked(AppError):
    """The firm stands in the credit records (notice, 四(三))."""

    status, code = 409, "credit_blocked"
    title = Text(
        "企业有失信记录，暂不能申请", "The firm has a credit record and cannot apply for now"
    )


class NoFirm(AppError):
    """A platform applies as the firm that it is, and has not said which that is."""

    status, code = 409, "no_firm"
    title = Text(
        "请先在平台资料中填写本企业的统一社会信用代码",
        "First give your own firm's code in the platform's profile",
    )


class AlreadyApplied(AppError):
    """Another draft, or a live or paid application under the same exclusion."""

    status, code = 409, "already_applied"
    title = Text("已有一份申请，不能重复申请", "There is an application already")


class LineMoved(AlreadyApplied):
    """Another application of the same firm came or went while this submission was written."""


class NotEditable(AppError):
    """The application, or this part of it, is not open for changes now."""

    status, code = 409, "not_editable"
    title = Text("现在不能修改", "This cannot be changed now")


class Incomplete(AppError):
    """Something is still missing; each field and paper is listed."""

    status, code = 409, "incomplete"
    title = Text("还有内容没有填好", "Something is still missing")


class Ineligible(AppError):
    """A condition is not met; each is listed with its clause."""

    status, code = 409, "ineligible"
    title = Text("不符合申请条件", "The conditions are not met")


class PoolUsedUp(AppError):
    """The pool is used up and keeps no waiting list."""

    status, code = 409, "exhausted"
    title = Text("本期资金已用完", "The money of this edition is used up")


class NotWithdrawable(AppError):
    """Too late: the money is on its way, or the application has ended."""

    status, code = 409, "not_withdrawable"
    title = Text("现在不能撤回", "This can no longer be withdrawn")


class NothingToConfirm(AppError):
    """Nothing that a platform filed waits for the firm's own yes."""

    status, code = 409, "nothing_to_confirm"
    title = Text("没有需要您确认的内容", "Nothing waits for your confirmation")


class PapersChanged(VersionConflict):
    """Papers came or went while the submission waited for its turn at the application."""
