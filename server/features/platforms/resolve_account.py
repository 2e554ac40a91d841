"""Resolves the account of a form: the digits typed, or the current account sent back masked."""

from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from server.errors import Invalid
from server.features.platforms.payee_account import open_account
from server.features.platforms.set_payee import PayeeOwner, find_payee
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx

_DIGITS = range(8, 33)
_NOT_ONE = Text(
    "收款账号须为 8 至 32 位数字；显示时隐藏了部分数字的，请重新填写完整账号",
    "An account number has 8 to 32 digits; type it in full where it was shown masked",
)


async def resolve_account(
    tx: Tx, owner: PayeeOwner, given: str, keyring: Keyring, *, field: str
) -> str:
    """The account in digits; a masked one resolves to the current payee's account.

    Blanks and dashes between the digits are left out; any other sign is refused, because without a
    letter typed for a digit it would be another account. Raises Invalid (`account`) at `field`.
    """
    plain = compared(given)
    if "*" in plain:
        current = await find_payee(owner, tx)
        if current is None or compared(current.account_masked) != plain:
            raise Invalid(errors=[Reason(field, "account", _NOT_ONE)])
        return open_account(keyring, current)
    digits = plain.replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in _DIGITS):
        raise Invalid(errors=[Reason(field, "account", _NOT_ONE)])
    return digits
