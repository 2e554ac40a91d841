"""Why an act on an account is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class CheckedByYourself(AppError):
    """Whoever checked an account does not verify it as well."""

    status, code = 403, "second_person_needed"
    title = Text(
        "这个账户由您核对登记，须由另一人核实；请换一位同事办理",
        "You checked this account; a second person must verify it",
    )


class CheckDiffers(AppError):
    """The second person read something else from the paper than the first."""

    status, code = 409, "check_differs"
    title = Text(
        "您填的依据或编号与第一位核对人登记的不一致。请对照原件再看；"
        "对方填错的，请其更正后您再核实",
        "Basis or number is not what the first person put on record; compare with the paper, and let"
        " whoever was wrong correct it",
    )


class AccountReplaced(AppError):
    """Its owner has named another account since, or it only waits to be confirmed there."""

    status, code = 409, "account_replaced"
    title = Text(
        "收款单位已换了别的账户，这一个不再使用；请刷新后核实现在的账户",
        "Its owner has named another account since; reload and verify that one",
    )


class AccountRefused(AppError):
    """It was refused already; its owner must name an account anew."""

    status, code = 409, "account_refused"
    title = Text(
        "这个账户已被退回，须由收款单位重新填写后再核实",
        "This account was refused; its owner must name it anew first",
    )
