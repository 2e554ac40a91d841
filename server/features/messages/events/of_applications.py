"""What happens to an application, as its people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import CONTACT, EventText

SUBMITTED: Final = "application.submitted"
RETURNED: Final = "application.returned"
APPROVED: Final = "application.approved"
REJECTED: Final = "application.rejected"
MOVED: Final = "application.moved"
PAID: Final = "application.paid"
NOT_FUNDED: Final = "application.not_funded"
LAPSED: Final = "application.lapsed"
REVOKED: Final = "application.revoked"
CORRECTED: Final = "application.corrected"
DISTRICT_MOVED: Final = "application.district_moved"
PAPER_REFUSED: Final = "application.paper_refused"
APPEAL_UPHELD: Final = "appeal.upheld"
APPEAL_DISMISSED: Final = "appeal.dismissed"
WAIVER_GRANTED: Final = "waiver.granted"

OF_APPLICATIONS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        SUBMITTED: EventText(
            Text("申请已提交", "Application submitted"),
            (
                Text(
                    "“{programme:inner}”的申请已提交，受理编号 {application_no}。",
                    "Your application for {programme} is in; its number is {application_no}.",
                ),
                Text(
                    "接下来由各环节经办人员依次审核；需要您补正或确认时，会另行通知您。",
                    "Those who review it come next, in turn; we tell you when something is to be"
                    " corrected or confirmed.",
                ),
                Text(
                    "{shown}，随时可在“我的申请”里查看；回执也在那里，请留存。",
                    "See {shown_en} and your receipt under “My applications”.",
                ),
            ),
        ),
        RETURNED: EventText(
            Text("申请需要补正", "Please correct your application"),
            (
                Text(
                    "申请 {application_no} 被退回补正，不是不予通过。",
                    "Application {application_no} was sent back for corrections; it is not rejected.",
                ),
                Text("需要补正：{items}", "To correct: {items_en}"),
                Text("审核意见：{reason}", "The reviewer says: {reason}"),
                Text("{how}", "{how_en}"),
                Text("期限内{kept}为您保留。", "Until it is due {kept_en} kept."),
                Text(
                    "请在 {due_on:date} 24:00 前提交，逾期申请自动失效。",
                    "Submit by the end of {due_on:day}; after that the application lapses.",
                ),
            ),
            "result",
            urgent=True,
        ),
        PAPER_REFUSED: EventText(
            Text("有材料需要更换", "A paper must be replaced"),
            (
                Text(
                    "申请 {application_no} 的材料“{paper:inner}”没有通过检查：{reason}。",
                    "A paper of application {application_no}, {paper}, did not pass the check:"
                    " {reason_en}.",
                ),
                Text(
                    "请在“我的申请”里删除这份材料，换一份再提交。",
                    "Delete it under “My applications” and upload another before you submit.",
                ),
            ),
            "result",
            urgent=True,
        ),
        APPROVED: EventText(
            Text("申请已审核通过", "Application approved"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已审核通过。",
                    "Your application {application_no} for {programme} was approved.",
                ),
                Text("核定补贴 {amount_fen:yuan}。", "Subsidy granted: {amount_fen:yuan}."),
                Text("{explanation}", "{explanation_en}"),
            ),
            "result",
        ),
        REJECTED: EventText(
            Text("申请未予通过", "Application not approved"),
            (
                Text(
                    "很遗憾，“{programme:inner}”的申请 {application_no} 未予通过。",
                    "We are sorry: application {application_no} for {programme} was not approved.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text("依据的条款：{cite}。", "It rests on clause {cite}."),
                Text(
                    "逐条依据可在申请详情的“审核结论”里查看；有不同意见，可以在那里提出申诉。",
                    "Each condition with its clause is under “Decision”; you may appeal there.",
                ),
            ),
            "result",
        ),
        MOVED: EventText(
            Text("排队进度有变化", "Your place in the line has changed"),
            (
                Text(
                    "申请 {application_no} 现在的状态：{state}。",
                    "Application {application_no} now stands: {state_en}.",
                ),
                Text("{explanation}", "{explanation_en}"),
                Text(
                    "这一变化不用您操作；最新位置请看“我的申请”。",
                    "This asks nothing of you; see “My applications” for the present place.",
                ),
            ),
            "line",
        ),
        PAID: EventText(
            Text("补贴资金已拨付", "Subsidy paid"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no}，补贴 {amount_fen:yuan} 已于"
                    " {paid_on:date} 拨付。",
                    "For application {application_no}, {programme}: {amount_fen:yuan} was paid on"
                    " {paid_on:day}.",
                ),
                Text("收款单位：{payee}。", "Paid to: {payee}."),
                Text(
                    "这笔补贴拨付给平台企业“{supplier:inner}”，用于抵减您的服务费，不会转到贵公司"
                    "账户；对抵减有疑问的，请联系该平台企业。",
                    "It goes to the platform {supplier} and comes off your service fee, not to your own"
                    " account; with questions about the fee, ask the platform.",
                ),
                Text(
                    "若 {arrival_workdays} 个工作日后仍未到账，请带上受理编号联系主管部门。",
                    "If it has not arrived after {arrival_workdays} working days, call the authority"
                    " with the application's number.",
                ),
                CONTACT,
            ),
            "payment",
        ),
        LAPSED: EventText(
            Text("申请已失效", "Application lapsed"),
            (
                Text(
                    "申请 {application_no} 在补正期限内没有再次提交，已失效。",
                    "Application {application_no} was not handed in again in time: it has lapsed.",
                ),
                Text("补正期限：{due_on:date}。", "It was due on {due_on:day}."),
                Text("{lost}不再保留。", "{lost_en} gone."),
                Text(
                    "申报期到 {closes_on:date} 为止，您可以重新申请。",
                    "You may apply again: the window is open until {closes_on:day}.",
                ),
                Text(
                    "有不同意见，可在申请详情里提出申诉。",
                    "If you disagree, you may appeal in the application's details.",
                ),
            ),
            "result",
            urgent=True,
        ),
        NOT_FUNDED: EventText(
            Text("本年度额度已用完", "The money of this edition is used up"),
            (
                Text(
                    "很抱歉，“{programme:inner}”本年度额度已经用完。申请 {application_no} 一直在候补，"
                    "没有等到空出的额度，现已办结，这一年度不再安排补贴。",
                    "We are sorry: the money of {programme} is used up. Application"
                    " {application_no} waited in the line, no money came free before it, and it has"
                    " ended without a subsidy.",
                ),
                Text("说明：{reason}", "Note: {reason}"),
                Text(
                    "这不是审核不通过，不影响企业信用，也不影响您以后申请。",
                    "It was not rejected; it does not count against the firm or later applications.",
                ),
                Text(
                    "“{next_title:inner}”自 {next_opens_on:date} 起受理，您可以在那里重新申请。",
                    "You may apply anew in {next_title}, open from {next_opens_on:day}.",
                ),
            ),
            "result",
        ),
        REVOKED: EventText(
            Text("补贴资格已撤销", "Subsidy revoked"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 的补贴资格已被撤销。",
                    "The subsidy for application {application_no}, {programme}, was revoked.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text(
                    "需退回 {recover_fen:yuan}，请按主管部门的书面通知办理。",
                    "{recover_fen:yuan} must be returned; follow the authority's written notice.",
                ),
                Text(
                    "已拨付的 {returned_fen:yuan} 由平台企业“{supplier:inner}”退回，贵公司无需付款。",
                    "The platform {supplier} gives {returned_fen:yuan} back; your firm pays nothing.",
                ),
                Text("{credit}", "{credit_en}"),
                Text(
                    "有不同意见，可向主管部门提出。",
                    "If you disagree, address the authority.",
                ),
                CONTACT,
            ),
            "result",
            urgent=True,
        ),
        CORRECTED: EventText(
            Text("申请的时间或金额已更正", "Dates or amounts of your application were corrected"),
            (
                Text(
                    "申请 {application_no} 中的以下内容已按凭证更正：{changes}。",
                    "In application {application_no} this was corrected by the papers: {changes_en}.",
                ),
                Text("说明：{reason}", "Why: {reason}"),
                Text("{effect}", "{effect_en}"),
                Text(
                    "如与实际不符，请带上受理编号联系主管部门。",
                    "If this is not right, call the authority with the application's number.",
                ),
                CONTACT,
            ),
        ),
        DISTRICT_MOVED: EventText(
            Text("申请已转由其他区办理", "Another district handles your application now"),
            (
                Text(
                    "申请 {application_no} 已转由{district}有关部门办理。",
                    "Application {application_no} is handled by {district} now.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text(
                    "办理进度和期限不变，转办不用您操作；企业资料里的所在区如有误，请到“我的企业”改正。",
                    "It goes on from where it stands, what is due stays due, and this asks nothing of"
                    " you; if the district in your firm's record is wrong, correct it under “My firm”.",
                ),
            ),
        ),
        APPEAL_UPHELD: EventText(
            Text("申诉成立，申请已恢复", "Your appeal was upheld"),
            (
                Text(
                    "您对申请 {application_no} 的申诉成立，申请已恢复办理。",
                    "Your appeal for application {application_no} was upheld: it goes on.",
                ),
                Text("处理意见：{reason}", "Note: {reason}"),
                Text("依据的条款：{cite}。", "It rests on clause {cite}."),
                Text("{line}", "{line_en}"),
            ),
            "result",
        ),
        APPEAL_DISMISSED: EventText(
            Text("申诉未获支持", "Your appeal was dismissed"),
            (
                Text(
                    "您对申请 {application_no} 的申诉未获支持，原处理结果不变。",
                    "Your appeal for application {application_no} was dismissed; the decision stands.",
                ),
                Text("处理意见：{reason}", "Note: {reason}"),
                Text("依据的条款：{cite}。", "It rests on clause {cite}."),
                Text(
                    "仍有不同意见的，请带上受理编号联系主管部门。",
                    "If you still disagree, tell the authority the application's number.",
                ),
                CONTACT,
            ),
            "result",
        ),
        WAIVER_GRANTED: EventText(
            Text("您可以再申请一次", "You may apply once more"),
            (
                Text(
                    "主管部门同意贵公司在“{programme:inner}”的“{track:inner}”中再申请一次。",
                    "The authority lets your firm apply once more for {track_en} in {programme}.",
                ),
                Text("理由：{reason}", "Reason: {reason}"),
                Text(
                    "原有申请不受影响；请在申请期内新建申请并提交，按新的申请排队。",
                    "What you applied for before stays as it is; start and submit a new application"
                    " while the window is open.",
                ),
            ),
        ),
    }
)
