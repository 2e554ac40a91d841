"""Why a letter is not given, or not recognised."""

from models.rules.reasons import Text
from server.errors import AppError, NotFound


class NotDecided(AppError):
    """There is no decision to put into a letter yet, or none any more."""

    status, code = 409, "not_decided"
    title = Text(
        "这项申请还没有审核结果，有结果后即可下载",
        "There is no decision yet; its letter can be had once there is",
    )


class NotSubmitted(AppError):
    """A draft has no receipt."""

    status, code = 409, "not_submitted"
    title = Text(
        "这项申请还没有提交，提交后即可下载回执",
        "It was not handed in yet; its receipt can be had once it was",
    )


class NotGenuine(NotFound):
    """Not signed by this system, or changed since."""

    title = Text(
        "未能核验：不是本系统出具的文件，或者内容被改动过。请核对来源，或联系主管部门",
        "Not recognised: this system did not issue it, or it was changed; ask who gave it to you,"
        " or the authority",
    )
