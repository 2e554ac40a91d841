"""What a platform's people are told of clients who applied themselves, of money, and of batches."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import PLATFORM, EventText

CLIENT_NEW: Final = "platform.client_new"
CLIENT_WITHDREW: Final = "platform.client_withdrew"
CLIENT_DUE: Final = "platform.client_due"
CLIENT_APPROVED: Final = "platform.client_approved"
CLIENT_REJECTED: Final = "platform.client_rejected"
MONEY_PAID: Final = "platform.paid"
MONEY_FAILED: Final = "platform.payment_failed"
BATCH_DONE: Final = "platform.batch_done"
BATCH_FAILED: Final = "platform.batch_failed"

_IN_LIST: Final = Text(
    "详情可在“客户申请”里查看。",
    "See “Clients” for all of it.",
)

OF_CLIENTS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        CLIENT_NEW: EventText(
            Text("有客户提交申请，请核对", "A client applied; please check it"),
            (
                Text(
                    "客户“{enterprise:inner}”选用贵平台，提交了“{programme:inner}”的申请"
                    " {application_no}。",
                    "Your client {enterprise} handed in application {application_no} for {programme},"
                    " naming your platform.",
                ),
                Text(
                    "请在“客户申请”里核对合同、金额和材料：无误的推荐，要改的退回补正，不符合的不推荐。",
                    "Check contract, amount and papers under “Clients”: endorse what is right, send"
                    " back what is to be corrected, do not endorse what does not qualify.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENT_WITHDREW: EventText(
            Text("客户撤回了申请", "A client withdrew its application"),
            (
                Text(
                    "客户“{enterprise:inner}”撤回了“{programme:inner}”的申请 {application_no}。",
                    "Your client {enterprise} withdrew application {application_no} for {programme}.",
                ),
                Text("{lost}不再保留。", "{lost_en} gone."),
                Text("贵平台不用做任何事。", "You need not do anything."),
            ),
            to=PLATFORM,
        ),
        CLIENT_DUE: EventText(
            Text("代为提交的申请补正期限快到了", "A correction of what you filed is due soon"),
            (
                Text(
                    "贵平台代“{enterprise:inner}”提交的申请 {application_no} 还有 {count} 项没有补正。",
                    "Application {application_no}, which you filed for {enterprise}: {count} item(s) are"
                    " not corrected yet.",
                ),
                Text(
                    "请在 {due_on:date} 24:00 前补正并再次提交，逾期申请失效。",
                    "Correct it and hand it in again by the end of {due_on:day}; otherwise it lapses.",
                ),
            ),
            urgent=True,
            to=PLATFORM,
        ),
        CLIENT_APPROVED: EventText(
            Text("客户的申请已审核通过", "A client's application was approved"),
            (
                Text(
                    "客户“{enterprise:inner}”的“{programme:inner}”申请 {application_no} 已审核通过，"
                    "核定补贴 {amount_fen:yuan}。",
                    "Application {application_no} of your client {enterprise} for {programme} was"
                    " approved: {amount_fen:yuan}.",
                ),
                Text(
                    "这笔补贴由贵平台收款，用于抵减客户的服务费；拨付后会再通知贵平台。",
                    "Your platform receives it, and it comes off the client's fee; we tell you when it"
                    " is paid.",
                ),
                _IN_LIST,
            ),
            to=PLATFORM,
        ),
        CLIENT_REJECTED: EventText(
            Text("客户的申请未予通过", "A client's application was not approved"),
            (
                Text(
                    "客户“{enterprise:inner}”的“{programme:inner}”申请 {application_no} 未予通过。",
                    "Application {application_no} of your client {enterprise} for {programme} was not"
                    " approved.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text("依据的条款：{cite}。", "It rests on clause {cite}."),
                Text(
                    "客户有不同意见的，可以由客户在申请详情里提出申诉。",
                    "If the client disagrees, it may appeal in the application's details.",
                ),
            ),
            to=PLATFORM,
        ),
        MONEY_PAID: EventText(
            Text("补贴资金已拨付给贵平台", "Subsidies were paid to your platform"),
            (
                Text(
                    "{amount_fen:yuan} 已于 {paid_on:date} 拨付到贵平台账户 {account}，"
                    "凭证号 {voucher}，含 {count} 件客户申请。",
                    "{amount_fen:yuan} was paid to your account {account} on {paid_on:day}, voucher"
                    " {voucher}, for {count} application(s) of your clients.",
                ),
                Text(
                    "这些补贴用于抵减客户的服务费，请按申请逐户抵减；明细可在“客户申请”里查看。",
                    "It comes off your clients' fees, one by one; see “Clients” for each.",
                ),
                Text(
                    "若 {arrival_workdays} 个工作日后仍未到账，请联系主管部门。",
                    "If it has not arrived after {arrival_workdays} working days, call the authority.",
                ),
            ),
            to=PLATFORM,
        ),
        MONEY_FAILED: EventText(
            Text("转给贵平台的补贴没有成功", "A transfer to your platform failed"),
            (
                Text(
                    "拨付给贵平台账户 {account} 的 {amount_fen:yuan} 被银行退回，"
                    "含 {count} 件客户申请。",
                    "{amount_fen:yuan} for your account {account} came back from the bank; it is for"
                    " {count} application(s) of your clients.",
                ),
                Text("退回原因：{reason}", "The bank's reason: {reason}"),
                Text(
                    "这些补贴仍然保留，会重新安排拨付；请在平台资料里核对收款账户，有误的请更正。",
                    "The money is kept and will be paid again; check the account in your profile and"
                    " correct it if it is wrong.",
                ),
            ),
            urgent=True,
            to=PLATFORM,
        ),
        BATCH_DONE: EventText(
            Text("批量提交已处理完", "Your list of clients is done"),
            (
                Text(
                    "{created_at:minute} 上传的客户清单已处理完：{rows} 行中 {filed} 件已提交。",
                    "The list of clients handed in at {created_at:moment} is done: of {rows} row(s)"
                    " {filed} were filed.",
                ),
                Text(
                    "有 {rejected} 行没有提交，原因逐行写在处理结果里，改好后可以再次上传。",
                    "{rejected} row(s) were not filed; the report says why for each: correct them and"
                    " hand them in again.",
                ),
                Text(
                    "已提交的，请提醒客户登录确认；处理结果可在“批量提交”里下载。",
                    "Remind the clients of what was filed to confirm; the report is under “Batches”.",
                ),
            ),
            to=PLATFORM,
        ),
        BATCH_FAILED: EventText(
            Text("批量提交没有做完", "Your list of clients stopped"),
            (
                Text(
                    "{created_at:minute} 上传的客户清单没有处理完。",
                    "The list of clients handed in at {created_at:moment} stopped.",
                ),
                Text("原因：{problem}。", "Why: {problem_en}."),
                Text(
                    "已提交的 {filed} 件不受影响。",
                    "What was filed, {filed} in all, is not affected.",
                ),
                Text(
                    "请到“批量提交”里查看原因，改好后恢复，或重新上传。",
                    "See “Batches” for the reason; resume it, or hand it in anew.",
                ),
            ),
            urgent=True,
            to=PLATFORM,
        ),
    }
)
