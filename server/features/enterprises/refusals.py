"""Refusals that several acts on enterprises share."""

from models.rules.reasons import Text
from server.errors import AppError


class CodeUnconfirmed(AppError):
    """The check character of the firm's code is wrong, and nobody compared it with the licence."""

    status, code = 409, "code_unconfirmed"
    title = Text(
        "该企业的统一社会信用代码校验位不对，须先对照营业执照确认代码，再核实企业",
        "The check character of this firm's code is wrong: confirm the code by its licence first",
    )


class EnterpriseClaimed(AppError):
    """Somebody acts for this firm already."""

    status, code = 409, "enterprise_claimed"
    title = Text(
        "这家企业已被别人登记。您是企业负责人的，可以提出异议；平台代您申报过的，请先绑定留给平台的手机号，"
        "再登记一次",
        "This firm is registered; if it is yours, raise a dispute. If a platform has applied for you,"
        " link the phone number that it has of you first, and register again",
    )


YOURS_ALREADY = Text(
    "您已登记这家企业，不用再登记，请到“我的企业”里查看或修改",
    "You registered this firm already; find it among your firms",
)
