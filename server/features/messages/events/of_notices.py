"""What happens to an objection or to a public notice, as people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import PERSON, EventText

PUBLISHED: Final = "notice.published"
OBJECTION_UPHELD: Final = "objection.upheld"
OBJECTION_DISMISSED: Final = "objection.dismissed"
ENTRY_KEPT: Final = "notice.entry_kept"
ENTRY_OBJECTED: Final = "notice.entry_objected"
OBJECTION_RECEIVED: Final = "objection.received"
OBJECTION_PAPER_REFUSED: Final = "objection.paper_refused"

_ANSWER = Text("答复：{answer}", "The answer: {answer}")
_WHERE = Text(
    "您提出的异议和答复都可在“我的异议”里查看。",
    "See “My objections” for what you wrote and the answer.",
)

OF_NOTICES: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        PUBLISHED: EventText(
            Text("您的申请正在公示", "Your application is on public notice"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 自 {starts_on:date} 起公示"
                    " {workdays} 个工作日。",
                    "Application {application_no} for {programme} is on public notice from"
                    " {starts_on:day} for {workdays} working days.",
                ),
                Text(
                    "公示至 {ends_on:date} 24:00 为止。",
                    "The notice ends with {ends_on:day}.",
                ),
                Text(
                    "公示期内任何人都可以提出异议，主管部门会逐件核实；公示不用您操作。",
                    "Anybody may object meanwhile, and the authority looks into each objection; the"
                    " notice asks nothing of you.",
                ),
            ),
            "result",
        ),
        ENTRY_KEPT: EventText(
            Text("对您公示内容的异议不成立", "An objection to your entry was dismissed"),
            (
                Text(
                    "有人对“{notice:inner}”中您的申请 {application_no} 提出异议，经核实不成立，"
                    "不影响您的申请。",
                    "Somebody objected to your application {application_no} in {notice}; it was looked"
                    " into and dismissed, and does not affect your application.",
                ),
                Text("这件事不用您操作。", "This asks nothing of you."),
            ),
        ),
        ENTRY_OBJECTED: EventText(
            Text("有人对您的公示内容提出异议", "Somebody objects to your entry"),
            (
                Text(
                    "有人对“{notice:inner}”中您的申请 {application_no} 提出异议，主管部门正在核实。",
                    "Somebody objects to your application {application_no} in {notice}; the authority"
                    " looks into it.",
                ),
                Text(
                    "您暂时不用做任何事，结果会通知您；核实中可能会联系您，请保持电话畅通。",
                    "You need not do anything yet, and we tell you the answer; the authority may call"
                    " you.",
                ),
            ),
        ),
        OBJECTION_RECEIVED: EventText(
            Text("异议已收到", "Your objection was received"),
            (
                Text(
                    "您对“{notice:inner}”提出的异议已收到，主管部门会核实并答复。",
                    "Your objection to the notice {notice} was received; the authority looks into it and"
                    " answers.",
                ),
                Text(
                    "答复会通知您，也可在“我的异议”里查看。",
                    "We tell you the answer; it stands under “My objections” as well.",
                ),
            ),
            to=PERSON,
        ),
        OBJECTION_PAPER_REFUSED: EventText(
            Text("异议材料需要更换", "A paper of your objection must be replaced"),
            (
                Text(
                    "您为异议交的材料“{paper:inner}”没有通过检查：{reason}。",
                    "A paper of your objection, {paper}, did not pass the check: {reason_en}.",
                ),
                Text(
                    "异议本身不受影响。请在答复前到“我的异议”里换一份上传；不换的，主管部门按已有材料核实。",
                    "The objection itself stands. Upload another under “My objections” before it is"
                    " answered; otherwise the authority goes by the papers it has.",
                ),
            ),
            to=PERSON,
        ),
        OBJECTION_UPHELD: EventText(
            Text("您的异议成立", "Your objection was upheld"),
            (
                Text(
                    "您对“{notice:inner}”提出的异议经核实成立。",
                    "Your objection to the notice {notice} was looked into and upheld.",
                ),
                _ANSWER,
                _WHERE,
            ),
            to=PERSON,
        ),
        OBJECTION_DISMISSED: EventText(
            Text("您的异议未获支持", "Your objection was dismissed"),
            (
                Text(
                    "您对“{notice:inner}”提出的异议经核实不成立。",
                    "Your objection to the notice {notice} was looked into and dismissed.",
                ),
                _ANSWER,
                _WHERE,
            ),
            to=PERSON,
        ),
    }
)
