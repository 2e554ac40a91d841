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
    title = Text(
        "另一位审核人员正在处理这一件，请先处理别的，或稍后再看",
        "Another reviewer is at work on this; take another one, or look again later",
    )


class DecidedElsewhere(AppError):
    """Scores, and public notices, are decided together by acts of their own."""

    status, code = 409, "decided_elsewhere"
    title = Text(
        "这一环节不在这里逐件处理：评分的请去划定入选线，公示的请去结束公示",
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
    title = Text("这一环节不评分，不需要打分或声明", "This step is not scored")


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
    title = Text(
        "资金额度不足，放不下核定的金额；请先追加额度，或改小核定金额",
        "The pool does not hold this amount; raise its budget, or grant less",
    )


class NotAppealable(AppError):
    """Only a rejection or a lapse can be objected to, once at a time."""

    status, code = 409, "not_appealable"
    title = Text(
        "只有不予通过或逾期失效的申请可以申诉，而且同一时间只能有一件；请在“我的申请”里查看状态",
        "Only a rejection or a lapse can be appealed, once at a time; see “My applications”",
    )


class NotRevocable(AppError):
    """Nothing was decided yet that could be revoked, or its payment is under way."""

    status, code = 409, "not_revocable"
    title = Text(
        "只有已审批的申请可以撤销；还在审核的，请在审核里作不予通过",
        "Only what was approved can be revoked; what is under review can be rejected there",
    )
