"""What a platform's people are told of their clients, and of the money that went through it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import CONTACT, PLATFORM, EventText

RECOVERY_DUE: Final = "platform.recovery_due"
CLIENT_REFUSED: Final = "platform.client_refused"
CLIENT_SILENT: Final = "platform.client_silent"
CLIENT_ASKS: Final = "platform.client_asks"
CLIENT_RETURNED: Final = "platform.client_returned"
CLIENT_LAPSED: Final = "platform.client_lapsed"
CLIENT_PAPER: Final = "platform.client_paper"
CLIENTS_TO_INVITE: Final = "platform.clients_to_invite"

OF_PLATFORMS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        CLIENT_REFUSED: EventText(
            Text("客户否认了代为提交的申请", "A client refused what you filed"),
            (
                Text(
                    "客户“{enterprise:inner}”不认可贵平台代为提交的申请 {application_no}，申请已终止，"
                    "名额已释放。",
                    "Your client {enterprise} refused application {application_no}, which you filed:"
                    " it has ended, and its money is free.",
                ),
                Text("客户的说明：{reason}", "The client says: {reason}"),
                Text(
                    "审核人员会看到这条记录；如有误会，请与客户核实后由客户自行申请。",
                    "Reviewers see this; if it is a mistake, let the client apply itself.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENT_SILENT: EventText(
            Text("客户逾期未确认，申请已失效", "A client did not confirm in time"),
            (
                Text(
                    "客户“{enterprise:inner}”到 {due_on:date} 没有确认贵平台代为提交的申请"
                    " {application_no}，申请已失效。",
                    "Your client {enterprise} did not confirm application {application_no} by"
                    " {due_on:day}: it has lapsed.",
                ),
                Text(
                    "申报期内可以请客户自行申请，或重新代为提交并提醒客户确认。",
                    "While the window is open the client may apply, or you may file anew and remind it.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENT_ASKS: EventText(
            Text("客户请求更正代为提交的申请", "A client asks you to correct what you filed"),
            (
                Text(
                    "客户“{enterprise:inner}”认为贵平台代为提交的申请 {application_no} "
                    "有需要更正的内容。",
                    "Your client {enterprise} finds something wrong in application {application_no},"
                    " which you filed.",
                ),
                Text("客户的说明：{reason}", "The client says: {reason}"),
                Text(
                    "请与客户核对；确需更正的，请联系审核人员退回补正，退回后由贵平台或客户更正。",
                    "Settle it with the client; to change it, have a reviewer send it back: then you or"
                    " the client correct it.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENT_RETURNED: EventText(
            Text("代为提交的申请被退回补正", "What you filed was sent back"),
            (
                Text(
                    "贵平台代“{enterprise:inner}”提交的申请 {application_no} 被退回补正，"
                    "贵平台和企业都可以补正。",
                    "Application {application_no}, which you filed for {enterprise}, was sent back: you"
                    " and the firm may both correct it.",
                ),
                Text("须补正：{items}", "To correct: {items_en}"),
                Text("审核意见：{reason}", "The reviewer says: {reason}"),
                Text(
                    "请在 {due_on:date} 24:00 前补正并再次提交，逾期申请失效。",
                    "Correct it and hand it in again by the end of {due_on:day}; otherwise it lapses.",
                ),
            ),
            urgent=True,
            to=PLATFORM,
        ),
        CLIENT_PAPER: EventText(
            Text("代为提交的申请有材料需要更换", "A paper of what you filed must be replaced"),
            (
                Text(
                    "贵平台代“{enterprise:inner}”提交的申请 {application_no} 的材料“{paper:inner}”"
                    "没有通过检查：{reason}。",
                    "A paper of application {application_no}, {paper}, which you filed for {enterprise},"
                    " did not pass the check: {reason_en}.",
                ),
                Text(
                    "请删除这份材料，换一份再提交。",
                    "Delete it and upload another before it is handed in again.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENT_LAPSED: EventText(
            Text("代为提交的申请逾期未补正，已失效", "What you filed lapsed uncorrected"),
            (
                Text(
                    "贵平台代“{enterprise:inner}”提交的申请 {application_no} 到 {due_on:date} 没有补正，"
                    "已失效。",
                    "Application {application_no}, which you filed for {enterprise}, was not"
                    " corrected by {due_on:day}: it has lapsed.",
                ),
                Text(
                    "申报期内可以重新代为提交，或请客户自行申请。",
                    "While the window is open you may file anew, or the client may apply.",
                ),
            ),
            to=PLATFORM,
        ),
        CLIENTS_TO_INVITE: EventText(
            Text("还有客户没有登录确认", "Clients have not come to confirm yet"),
            (
                Text(
                    "截至 {at:minute}，贵平台代为提交的申请中，有 {applications} 件的企业还没有登录"
                    "登记，或还没有核实，看不到申请；确认截止到 {due_on:date}，逾期自动失效。",
                    "At {at:moment}, the firms of {applications} application(s) that you filed have not"
                    " registered, or are not verified, and cannot see them; not confirmed by"
                    " {due_on:day}, these lapse.",
                ),
                Text(
                    "请把邀请短信或小程序码再发给客户，请客户用留给贵平台的手机号登录、登记企业后确认。",
                    "Send them the invitation or its code again: they log in with the phone number that"
                    " you have of them, register their firm, and confirm.",
                ),
                Text(
                    "还没有确认的，都在“客户申请”里，筛选“等企业确认”。",
                    "“Clients” lists all that wait for their firm's word.",
                ),
            ),
            urgent=True,
            to=PLATFORM,
        ),
        RECOVERY_DUE: EventText(
            Text("有一笔补贴需要退回", "A subsidy has to be returned"),
            (
                Text(
                    "客户“{enterprise:inner}”的申请 {application_no} 的补贴资格已被撤销。",
                    "The subsidy for application {application_no} of your client {enterprise} was"
                    " revoked.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text(
                    "已拨付给贵平台的 {returned_fen:yuan} 需要退回，请按主管部门的书面通知办理。",
                    "{returned_fen:yuan} that was paid to your platform must be returned; follow the"
                    " authority's written notice.",
                ),
                Text(
                    "有不同意见，请带上受理编号联系主管部门。",
                    "If you disagree, call the authority with the application's number.",
                ),
                CONTACT,
            ),
            urgent=True,
            to=PLATFORM,
        ),
    }
)
