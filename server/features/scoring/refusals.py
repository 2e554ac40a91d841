"""Why an act on a round of scoring is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class NothingToScore(AppError):
    """No application of the track is at the step `score`."""

    status, code = 409, "nothing_to_score"
    title = Text(
        "没有处于评分环节的申请，现在不需要截止评分", "No application stands at the scoring"
    )


class ScoresMissing(AppError):
    """Too few experts have scored some of them; each is listed by its number."""

    status, code = 409, "scores_missing"
    title = Text(
        "还有申请的评分专家人数不足，请按各项说明补足后再截止",
        "Some applications have too few scores",
    )


class NotAllIn(AppError):
    """More may still come to the scoring; to close it now needs a reason."""

    status, code = 409, "not_all_in"
    title = Text(
        "还可能有申请进入评分环节，如需提前截止请填写理由",
        "More applications may still come; to close the scoring now, give a reason",
    )


class ScoringOpen(AppError):
    """No round has been closed that a line could be drawn through."""

    status, code = 409, "scoring_open"
    title = Text("请先截止评分，再划定入选线", "Close the scoring first, then draw the line")


class LineDrawn(AppError):
    """The round's line is drawn once."""

    status, code = 409, "line_drawn"
    title = Text(
        "本轮入选线已经划定，不能重划；请在评分结果里查看", "The line of this round has been drawn"
    )


class TieNotBroken(AppError):
    """The line runs through a tie; who of the tied passes must be named."""

    status, code = 422, "tie_cut"
    title = Text(
        "入选线落在并列名次上，请指明并列者中谁入选", "The line cuts a tie: name who passes"
    )


class TooMany(AppError):
    """More than there are, than the pool has places, or than a grade has."""

    status, code = 422, "too_many"
    title = Text(
        "入选数量超出上限，请按各项说明减少后再划线",
        "That is more than there is room for; choose fewer",
    )
