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
    """Nothing stopped it, or all of it is done."""

    status, code = 409, "batch_goes_on"
    title = Text(
        "这一批没有中断，不用恢复；需要改错的，请改好表格后重新提交",
        "This batch was not interrupted; mend its manifest and hand that in anew",
    )
