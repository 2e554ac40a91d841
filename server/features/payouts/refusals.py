"""Why an act on a payout is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class NothingPayable(AppError):
    """No application in this scope waits for its money."""

    status, code = 409, "nothing_payable"
    title = Text("没有可以拨付的申请", "Nothing is payable")


class AlreadyConfirmed(AppError):
    """Another confirmation, with other values, came first."""

    status, code = 409, "already_confirmed"
    title = Text("该拨付批次已确认", "This payout has been confirmed already")


class SecondPersonNeeded(AppError):
    """Whoever made the payout does not confirm it."""

    status, code = 403, "second_person_needed"
    title = Text(
        "制表人不能确认本人制作的拨付批次", "Whoever made the payout cannot confirm it as well"
    )
