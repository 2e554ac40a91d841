"""In whose name an account must be: the registered one of the firm that is paid, and no other."""

from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from server.errors import Invalid


def require_registered_name(given: str | None, registered: str, *, field: str) -> None:
    """None stands for the registered name. Raises Invalid (`payee_differs`) at `field`.

    Width, brackets, dots and blanks make no other name to a bank.
    """
    if given is not None and compared(given) != compared(registered):
        raise Invalid(errors=[Reason(field, "payee_differs", _differs(given, registered))])


def _differs(given: str, registered: str) -> Text:
    return Text(
        f"收款户名填的是“{given}”，须与企业登记的名称“{registered}”一致；"
        "企业名称有误的，请到“我的企业”改正，平台单位名称有误的，请联系主管部门",
        f"The account is named {given}; it must be in the firm's registered name, {registered}",
    )
