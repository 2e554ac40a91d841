"""What concerns the account that a firm's money goes to, as its people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import FIRM, PLATFORM, EventText

PAYEE_NEEDED: Final = "payee.needed"
PAYEE_CHANGED: Final = "payee.changed"
PAYEE_PROPOSED: Final = "payee.proposed"
PAYEE_VERIFIED: Final = "payee.verified"
PAYEE_REFUSED: Final = "payee.refused"

_NOT_US: Final = Text(
    "如不是本企业所为，请立即联系主管部门。",
    "If this was not your firm, call the authority at once.",
)

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
            "result",
            urgent=True,
        ),
        PAYEE_CHANGED: EventText(
            Text("收款账户已更新", "Your account was changed"),
            (
                Text(
                    "“{enterprise:inner}”的收款账户已改为 {bank}，账号 {account}。",
                    "{enterprise} is now paid at {bank}, account {account}.",
                ),
                Text(
                    "原来是 {before_bank}，账号 {before_account}。",
                    "Before, it was {before_bank}, account {before_account}.",
                ),
                Text(
                    "主管部门核实新账户后才会拨付；在此之前，应付的款项先留着，不会丢失。",
                    "Payment follows once the authority has verified it; what is due is kept until"
                    " then.",
                ),
                _NOT_US,
            ),
            urgent=True,
            to=(*FIRM, *PLATFORM),
        ),
        PAYEE_PROPOSED: EventText(
            Text("收款账户变更待确认", "A change of your account waits for a second person"),
            (
                Text(
                    "本单位有人提出把“{enterprise:inner}”的收款账户改为 {bank}，账号 {account}。",
                    "Somebody of yours proposed that {enterprise} be paid at {bank}, account"
                    " {account}.",
                ),
                Text(
                    "现在的账户是 {before_bank}，账号 {before_account}；确认之前不变。",
                    "Now it is {before_bank}, account {before_account}, until the change is"
                    " confirmed.",
                ),
                Text(
                    "请另一位同事在平台资料里核对后确认；不同意的，请作废。",
                    "Another colleague checks it in the platform's profile, and confirms or discards"
                    " it.",
                ),
                _NOT_US,
            ),
            urgent=True,
            to=(*FIRM, *PLATFORM),
        ),
        PAYEE_VERIFIED: EventText(
            Text("收款账户已核实", "Your account was verified"),
            (
                Text(
                    "“{enterprise:inner}”的收款账户 {bank}，账号 {account}，已由主管部门核实。",
                    "The authority has verified {enterprise}'s account {account} at {bank}.",
                ),
                Text("您不用做任何事。", "You need not do anything."),
            ),
            to=(*FIRM, *PLATFORM),
        ),
        PAYEE_REFUSED: EventText(
            Text("收款账户未通过核实", "Your account was refused"),
            (
                Text(
                    "“{enterprise:inner}”的收款账户 {bank}，账号 {account}，没有通过核实。",
                    "The authority has refused {enterprise}'s account {account} at {bank}.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text(
                    "请核对后重新填写收款账户；在新账户核实之前，应付的款项先留着，不会丢失。",
                    "Please name your account anew; what is due is kept until it is verified.",
                ),
            ),
            urgent=True,
            to=(*FIRM, *PLATFORM),
        ),
    }
)
