"""Why a list of clients is not exported."""

from models.rules.reasons import Text
from server.errors import AppError

MOST_EXPORTED = 20_000


class TooManyClients(AppError):
    """The filters take more than one workbook is made of."""

    status, code = 409, "too_many_clients"
    title = Text(
        f"符合条件的申请超过 {MOST_EXPORTED} 件，请按年度、区或状态分次导出",
        f"More than {MOST_EXPORTED} applications meet the filters; export them by edition, district"
        " or status",
    )
