"""Why something about an application is refused; every reason at once, with its clause."""

from models.rules.reasons import Text
from server.errors import AppError, VersionConflict


class WindowClosed(AppError):
    """The edition is not open, or a correction came after its due day."""

    status, code = 409, "window_closed"
    title = Text(
        "现在不在申报时间内，请留意首页公布的申报时间",
        "Applications are not open now; the home page says when",
    )


class CreditBlocked(AppError):
    """The firm stands in the credit records (notice, 四(三))."""

    status, code = 409, "credit_blocked"
    title = Text(
        "企业有失信记录，暂时不能申请；有疑问请联系主管部门",
        "The firm has a credit record and cannot apply for now; ask the authority",
    )


class NoFirm(AppError):
    """A platform applies as the firm that it is, and has not said which that is."""

    status, code = 409, "no_firm"
    title = Text(
        "平台资料中还没有本企业的统一社会信用代码，请先在“平台资料”里填写",
        "First give your own firm's code in the platform's profile",
    )


class AlreadyApplied(AppError):
    """Another draft, or a live or paid application under the same exclusion."""

    status, code = 409, "already_applied"
    title = Text(
        "同一事项已有一份申请，不能重复申请；请到“我的申请”里接着办理",
        "There is an application already; go on with it under “My applications”",
    )


class LineMoved(AlreadyApplied):
    """Another application of the same firm came or went while this submission was written."""


class NotEditable(AppError):
    """The application, or this part of it, is not open for changes now."""

    status, code = 409, "not_editable"
    title = Text(
        "申请现在不能修改；确需修改的，请带上受理编号联系主管部门",
        "This cannot be changed now; if it must be, tell the authority its number",
    )


NOT_ASKED = Text(
    "退回补正期间只能修改退回的各项；确需修改其他内容的，请联系审核人员",
    "Only what was asked to be corrected can be changed; if more must be, tell the reviewer",
)


class Incomplete(AppError):
    """Something is still missing; each field and paper is listed."""

    status, code = 409, "incomplete"
    title = Text(
        "还有内容需要补充或改正，请按各项说明办理后再提交",
        "Something is still missing; see to each item, then submit",
    )


class Ineligible(AppError):
    """A condition is not met; each is listed with its clause."""

    status, code = 409, "ineligible"
    title = Text(
        "不符合申请条件，请核对下列各项；确实不符合的，这一事项不能申请",
        "The conditions are not met; check each of them",
    )


class PoolUsedUp(AppError):
    """The pool is used up and keeps no waiting list."""

    status, code = 409, "exhausted"
    title = Text(
        "这一年度的资金已用完，也不设候补，现在不能提交；草稿仍为您保留，请留意追"
        "加资金或下一年度的通知",
        "The money of this year is used up and there is no waiting list; your draft is kept",
    )


class NotWithdrawable(AppError):
    """Too late: the money is on its way, or the application has ended."""

    status, code = 409, "not_withdrawable"
    title = Text(
        "申请现在不能撤回；确需撤回的，请带上受理编号联系主管部门",
        "This can no longer be withdrawn; ask the authority",
    )


class NothingToConfirm(AppError):
    """Nothing that a platform filed waits for the firm's own yes."""

    status, code = 409, "nothing_to_confirm"
    title = Text(
        "没有需要您确认的内容，不用再确认",
        "Nothing waits for your confirmation; there is nothing to do",
    )


class PapersChanged(VersionConflict):
    """Papers came or went while the submission waited for its turn at the application."""
