"""Resolves the account of a form: the digits typed, or the current account sent back masked."""

from models.rules.reasons import Reason, Text
from server.errors import Invalid
from server.features.platforms.payee_account import open_account
from server.features.platforms.set_payee import PayeeOwner, find_payee
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx

_DIGITS = (8, 32)
_NOT_ONE = Text(
    "收款账号须为 8 至 32 位数字；显示时隐藏了部分数字的，请重新填写完整账号",
    "An account number has 8 to 32 digits; type it in full where it was shown masked",
)


async def resolve_account(
    tx: Tx, owner: PayeeOwner, given: str, keyring: Keyring, *, field: str
) -> str:
    """The account in digits; a masked one resolves to the current payee's account.

    Raises Invalid (`account`) at `field`.
    """
    if "*" in given:
        current = await find_payee(owner, tx)
        if current is None or current.account_masked != given:
            raise Invalid(errors=[Reason(field, "account", _NOT_ONE)])
        return open_account(keyring, current)
    digits = "".join(sign for sign in given if sign.isdigit())
    if not _DIGITS[0] <= len(digits) <= _DIGITS[1]:
        raise Invalid(errors=[Reason(field, "account", _NOT_ONE)])
    return digits
