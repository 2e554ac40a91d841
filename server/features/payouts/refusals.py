"""Why an act on a payout is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class NothingPayable(AppError):
    """No application in this scope waits for its money."""

    status, code = 409, "nothing_payable"
    title = Text("没有可以拨付的申请，现在不需要制作拨付名单", "Nothing is payable")


class EverythingHeld(AppError):
    """All that is payable waits for an account or a firm to be verified."""

    status, code = 409, "everything_held"
    title = Text(
        "待拨付的申请都暂不能拨付：收款账户或企业还没有核实。请按所列逐项核实后再制作拨付名单",
        "All that is payable is held: accounts or firms are not verified; see to each and try again",
    )


class AlreadyConfirmed(AppError):
    """Another confirmation, with other values, came first."""

    status, code = 409, "already_confirmed"
    title = Text(
        "这份拨付名单已经确认过，内容与这次不同；请刷新后查看",
        "This payout has been confirmed already, with other values; reload to see it",
    )


class SecondPersonNeeded(AppError):
    """Whoever made the payout does not confirm it."""

    status, code = 403, "second_person_needed"
    title = Text(
        "拨付名单由您制作，须由另一人确认；请换一位同事确认",
        "Whoever made the payout cannot confirm it as well",
    )
