"""What waits for a decision, as reviewers, experts, districts and the authority are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import AUTHORITY, Audience, EventText

DESK_WAITING: Final = "desk.waiting"
DESK_OVERDUE: Final = "desk.overdue"
APPEAL_TO_DECIDE: Final = "appeal.to_decide"
OBJECTION_TO_ANSWER: Final = "objection.to_answer"
DISPUTE_TO_DECIDE: Final = "dispute.to_decide"
ACCOUNT_TO_VERIFY: Final = "payee.to_verify"

_DESKS: Final[tuple[Audience, ...]] = ("platform", "district", "auditor", "expert", "authority")
_FIRMS: Final[tuple[Audience, ...]] = ("district", "authority")

OF_DESKS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        DESK_WAITING: EventText(
            Text("今天的待办", "Your desk today"),
            (
                Text(
                    "截至 {at:minute}，您有 {waiting} 件申请待审核，等得最久的是 {application_no}，"
                    "自 {since_on:date} 起等待。",
                    "At {at:moment}, {waiting} application(s) wait for you; the longest is"
                    " {application_no}, since {since_on:day}.",
                ),
                Text(
                    "其中 {soon} 件须在 {soon_on:date} 前办结。",
                    "{soon} of them are due by {soon_on:day}.",
                ),
                Text("请在“待办”里领取办理。", "Take them under “To do”."),
            ),
            to=_DESKS,
        ),
        DESK_OVERDUE: EventText(
            Text("有审核已超过办理期限", "Reviews are overdue"),
            (
                Text(
                    "截至 {at:minute}，您有 {overdue} 件审核已超过办理期限；最早的是 {application_no}，"
                    "应在 {due_on:date} 前办结。",
                    "At {at:moment}, {overdue} review(s) of yours are overdue; the oldest is"
                    " {application_no}, due by {due_on:day}.",
                ),
                Text(
                    "您一共有 {waiting} 件申请待审核。",
                    "In all, {waiting} application(s) wait for you.",
                ),
                Text("请尽快在“待办”里办理。", "Please see to them under “To do”."),
            ),
            urgent=True,
            to=_DESKS,
        ),
        APPEAL_TO_DECIDE: EventText(
            Text("有新的申诉待处理", "A new appeal waits for a decision"),
            (
                Text(
                    "“{enterprise:inner}”对“{programme:inner}”的申请 {application_no} 提出申诉。",
                    "{enterprise} appeals in application {application_no} for {programme}.",
                ),
                Text("申诉理由：{reason}", "It says: {reason}"),
                Text(
                    "请在“申诉”里查看原处理结果和材料，核查后答复。",
                    "See the decision and the papers under “Appeals”, and decide it.",
                ),
            ),
            to=AUTHORITY,
        ),
        OBJECTION_TO_ANSWER: EventText(
            Text("有新的公示异议待答复", "A new objection waits for an answer"),
            (
                Text(
                    "有人对“{notice:inner}”提出异议。",
                    "Somebody objects to the notice {notice}.",
                ),
                Text("异议所指：{about}。", "It is about {about_en}."),
                Text("异议理由：{reason}", "It says: {reason}"),
                Text(
                    "请在“公示”里核实并答复；全部答复之后，公示才能结束。",
                    "Look into it under “Notices” and answer it; the notice cannot close before.",
                ),
            ),
            urgent=True,
            to=AUTHORITY,
        ),
        DISPUTE_TO_DECIDE: EventText(
            Text("有新的企业归属异议待处理", "A new dispute over a firm waits for a decision"),
            (
                Text(
                    "有人对“{enterprise:inner}”（{uscc}）现在由谁办理提出异议。",
                    "Somebody disputes who acts for {enterprise} ({uscc}).",
                ),
                Text("异议理由：{reason}", "They say: {reason}"),
                Text(
                    "请在“企业异议”里核对双方的营业执照和身份后处理。",
                    "Compare licence and identity of both sides under “Disputes”, and decide it.",
                ),
            ),
            to=_FIRMS,
        ),
        ACCOUNT_TO_VERIFY: EventText(
            Text("有收款账户待核实", "An account waits to be verified"),
            (
                Text(
                    "“{enterprise:inner}”的收款账户 {bank}，账号 {account}，等待核实；"
                    "核实之前不会拨付。",
                    "{enterprise}'s account {account} at {bank} waits to be verified; nothing is paid"
                    " before.",
                ),
                Text(
                    "请在“收款账户”里按银行的答复核对，再由另一位同事确认。",
                    "Compare it with the bank's word under “Accounts”; another colleague confirms.",
                ),
            ),
            to=AUTHORITY,
        ),
    }
)
