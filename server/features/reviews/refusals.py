"""Why a reviewer's act is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class AlreadyDecided(AppError):
    """Somebody decided first, or the step is not open any more."""

    status, code = 409, "already_decided"
    title = Text("这一环节已有处理结果，请刷新后查看", "This step has been decided already")


class Taken(AppError):
    """Another reviewer is at work on it."""

    status, code = 409, "taken"
    title = Text("其他审核人员正在处理", "Another reviewer is at work on this")


class DecidedElsewhere(AppError):
    """Scores, and public notices, are decided together by acts of their own."""

    status, code = 409, "decided_elsewhere"
    title = Text(
        "这一环节不在这里逐件处理：评分由划定入选线决定，公示由公示结束决定",
        "This step is not decided here, one by one: scores by their line, notices by their end",
    )


class BulkNotAllowed(AppError):
    """The path wants each of them decided by itself at this step."""

    status, code = 409, "bulk_not_allowed"
    title = Text(
        "这一环节须逐件审核，不能批量通过，请打开这一件单独处理",
        "This step is decided one by one; open this application to decide it",
    )


class NotScored(AppError):
    """The step of this review has no score sheet."""

    status, code = 409, "not_scored"
    title = Text("这一环节不评分", "This step is not scored")


class ScoringClosed(AppError):
    """The round has been closed: points and declarations stay as they are."""

    status, code = 409, "scoring_closed"
    title = Text(
        "本轮评分已截止，如有疑问请联系主管部门",
        "This round of scoring is closed; if in doubt, tell the authority",
    )


class Exhausted(AppError):
    """The pool does not hold the amount that was decided."""

    status, code = 409, "exhausted"
    title = Text("资金额度不足", "The pool does not hold this amount")


class NotAppealable(AppError):
    """Only a rejection or a lapse can be objected to, once at a time."""

    status, code = 409, "not_appealable"
    title = Text("现在不能申诉", "This cannot be appealed now")


class NotRevocable(AppError):
    """Nothing was decided yet that could be revoked, or its payment is under way."""

    status, code = 409, "not_revocable"
    title = Text("现在不能撤销", "This cannot be revoked now")
