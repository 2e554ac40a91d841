"""What concerns the account that a firm's money goes to, as its people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import EventText

PAYEE_NEEDED: Final = "payee.needed"
PAYEE_CHANGED: Final = "payee.changed"

OF_PAYEES: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        PAYEE_NEEDED: EventText(
            Text("请填写收款账户", "Please give your account"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已审核通过，还差收款账户。",
                    "Application {application_no} for {programme} was approved; only your account is"
                    " missing.",
                ),
                Text(
                    "请由企业负责人在“我的企业”里填写本企业的对公账户，填好后才能安排拨付。",
                    "The firm's owner gives its bank account under “My firm”; payment follows then.",
                ),
            ),
        ),
        PAYEE_CHANGED: EventText(
            Text("收款账户已更新", "Your account was changed"),
            (
                Text(
                    "“{enterprise:inner}”的收款账户已改为 {bank}，账号 {account}。",
                    "{enterprise} is now paid at {bank}, account {account}.",
                ),
                Text(
                    "之后的补贴都拨付到这个账户。",
                    "Subsidies are paid to this account from now on.",
                ),
                Text(
                    "如不是本企业所为，请立即联系主管部门。",
                    "If this was not your firm, call the authority at once.",
                ),
            ),
        ),
    }
)
