"""Why a batch is not taken, not stopped, not resumed."""

from models.rules.reasons import Text
from server.errors import AppError


class BatchOver(AppError):
    """It has come to its end: there is nothing to stop."""

    status, code = 409, "batch_over"
    title = Text(
        "这一批已经处理完了，不能再取消；已提交的申请不受影响",
        "This batch has ended; there is nothing to stop",
    )


class BatchGoesOn(AppError):
    """Nothing stopped it, or all of it is in."""

    status, code = 409, "batch_goes_on"
    title = Text(
        "这一批正在处理，或已全部提交，不用恢复；要改内容的，请改好表格后重新提交",
        "This batch is under way, or all of it is in; what is to be mended is handed in anew",
    )
