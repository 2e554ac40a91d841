"""How far an application is on its way, and what is due soon, as its people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.lifecycle import StageKind
from models.rules.reasons import Text
from server.features.messages.events.event_text import EventText

ENDORSED: Final = "application.endorsed"
SCREENED: Final = "application.screened"
AUDITED: Final = "application.audited"
CHOSEN: Final = "application.chosen"
NOTICE_OVER: Final = "application.notice_over"
DUE_SOON: Final = "application.due_soon"
CLOSING_SOON: Final = "application.closing_soon"
APPEAL_RECEIVED: Final = "appeal.received"
APPEAL_PAPER_REFUSED: Final = "appeal.paper_refused"
PAYMENT_FAILED: Final = "application.payment_failed"

PASSED: Final[Mapping[StageKind, str]] = MappingProxyType(
    {
        "endorse": ENDORSED,
        "preliminary": SCREENED,
        "audit": AUDITED,
        "score": CHOSEN,
        "publicity": NOTICE_OVER,
    }
)
"""By the step that was passed, where another one follows."""

_NEXT: Final = Text(
    "接下来是“{next:inner}”，这一步不用您操作；需要补正或有结果时会通知您。",
    "Next comes: {next_en}, which asks nothing of you; we tell you the result, or what to correct.",
)

OF_PROGRESS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        ENDORSED: EventText(
            Text("平台企业已核对您的申请", "The platform has checked your application"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已由平台企业核对，材料已转给审核单位。",
                    "The platform has checked application {application_no} for {programme}; it is with"
                    " those who review it now.",
                ),
                _NEXT,
            ),
        ),
        SCREENED: EventText(
            Text("您的申请已通过初审", "Your application passed the first review"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已通过初审。",
                    "Application {application_no} for {programme} passed the first review.",
                ),
                _NEXT,
            ),
        ),
        AUDITED: EventText(
            Text("您的申请已通过第三方审核", "Your application passed the audit"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已通过第三方审核。",
                    "Application {application_no} for {programme} passed the audit.",
                ),
                Text("{explanation}", "{explanation_en}"),
                _NEXT,
            ),
            "line",
        ),
        CHOSEN: EventText(
            Text("您的申请已入选", "Your application was chosen"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 经专家评审入选。",
                    "The experts' scoring chose application {application_no} for {programme}.",
                ),
                _NEXT,
            ),
        ),
        NOTICE_OVER: EventText(
            Text("您的申请公示结束", "The public notice of your application is over"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 公示期满，没有成立的异议。",
                    "The public notice of application {application_no} for {programme} is over; no"
                    " objection was upheld.",
                ),
                _NEXT,
            ),
        ),
        DUE_SOON: EventText(
            Text("补正期限快到了", "Your correction is due soon"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 还有 {count} 项等您补正。",
                    "Application {application_no} for {programme}: {count} item(s) wait for your"
                    " correction.",
                ),
                Text(
                    "请在 {due_on:date} 24:00 前到“我的申请”里改好并再次提交，逾期申请自动失效。",
                    "Correct it under “My applications” and submit it again by the end of"
                    " {due_on:day}; after that the application lapses.",
                ),
                Text("逾期后{kept}不再保留。", "After that {kept_en} gone."),
            ),
            "result",
            urgent=True,
        ),
        CLOSING_SOON: EventText(
            Text("您有申请还没有提交", "You have an application that is not handed in"),
            (
                Text(
                    "“{programme:inner}”的申请草稿 {application_no} 还没有提交，申报期到"
                    " {closes_at:minute} 截止。",
                    "Your draft {application_no} for {programme} is not handed in; the window closes on"
                    " {closes_at:moment}.",
                ),
                Text(
                    "要申请的，请在截止前到“我的申请”里提交；不再申请的，可以不用理会。",
                    "To apply, submit it under “My applications” before then; otherwise do nothing.",
                ),
            ),
            "result",
            urgent=True,
        ),
        APPEAL_RECEIVED: EventText(
            Text("申诉已收到", "Your appeal was received"),
            (
                Text(
                    "您对申请 {application_no} 的申诉已收到，由主管部门核查后答复。",
                    "Your appeal for application {application_no} was received; the authority looks"
                    " into it and answers.",
                ),
                Text(
                    "处理结果会通知您；在此之前您不用做任何事，原处理结果暂不变。",
                    "We will tell you the decision; until then nothing changes and you need not do"
                    " anything.",
                ),
            ),
        ),
        APPEAL_PAPER_REFUSED: EventText(
            Text("申诉材料需要更换", "A paper of your appeal must be replaced"),
            (
                Text(
                    "您为申请 {application_no} 的申诉交的材料“{paper:inner}”没有通过检查：{reason}。",
                    "A paper of your appeal for application {application_no}, {paper}, did not pass the"
                    " check: {reason_en}.",
                ),
                Text(
                    "申诉本身不受影响。请在答复前到“我的申诉”里换一份上传；不换的，主管部门按已有材料处理。",
                    "The appeal itself stands. Upload another under “My appeals” before it is decided;"
                    " otherwise the authority goes by the papers it has.",
                ),
            ),
        ),
        PAYMENT_FAILED: EventText(
            Text("补贴转账没有成功", "The transfer of your subsidy failed"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 的补贴 {amount_fen:yuan} 转给"
                    "“{payee:inner}”时被银行退回。",
                    "The transfer of {amount_fen:yuan} for application {application_no}, {programme},"
                    " to {payee} came back from the bank.",
                ),
                Text("退回原因：{reason}", "The bank's reason: {reason}"),
                Text(
                    "这笔补贴仍为您保留，会重新安排拨付。",
                    "The money stays yours and will be paid again.",
                ),
                Text(
                    "请由企业负责人在“我的企业”里核对收款账户{account}，有误的请更正。",
                    "Your firm's owner checks the account {account} under “My firm”, and corrects it if"
                    " it is wrong.",
                ),
                Text(
                    "收款账户是平台企业“{supplier:inner}”的，由它核对；您不用做任何事。",
                    "The account is that of the platform {supplier}, which checks it; you need not do"
                    " anything.",
                ),
            ),
            "result",
        ),
    }
)
