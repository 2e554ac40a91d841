"""Why nothing can be told of a platform, or answered."""

from models.rules.reasons import Text
from server.errors import AppError


class NotRateable(AppError):
    """Not paid yet, not through a platform, not a verified firm, or told long ago."""

    status, code = 409, "not_rateable"
    title = Text(
        "这份申请现在不能评价：补贴拨付后，由已核实企业的负责人评价，30 天内可以修改，"
        "平台答复后不再改",
        "This cannot be rated now: the owner of a verified firm does so once it is paid, and may"
        " change it for 30 days, unless the platform has answered",
    )


class NotAnswerable(AppError):
    """Nothing was told, or it is answered already."""

    status, code = 409, "not_answerable"
    title = Text(
        "这份申请还没有评价，或已答复过；每条评价只能答复一次",
        "This application has no rating, or it is answered already; each is answered once",
    )
