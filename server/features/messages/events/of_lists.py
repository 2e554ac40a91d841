"""What happens to an entry of a public list, as its holder is told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import EventText

RECOGNISED: Final = "recognition.entered"
CONFIRMED: Final = "recognition.confirmed"
SUMMARY_TAKEN: Final = "recognition.summary_taken"
RECOGNITION_WITHDRAWN: Final = "recognition.withdrawn"
PLATFORM_LEFT: Final = "platform.left"
REVIEW_DUE: Final = "recognition.review_due"
REVIEW_OVERDUE: Final = "recognition.review_overdue"
SUMMARY_DUE: Final = "recognition.summary_due"
SUMMARY_OVERDUE: Final = "recognition.summary_overdue"

_RUNNING_CLIENTS: Final = Text(
    "“{platform:inner}”不能再接受新的申请；此前已提交的客户申请照常审核、照常拨付。",
    "{platform} takes no new applications; those that clients have handed in are reviewed and paid.",
)
_WHERE: Final = Text(
    "请在本年度申报期内登录“我的认定”提交。",
    "Hand it in under “My titles” while the window is open.",
)

OF_LISTS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        RECOGNISED: EventText(
            Text("认定通过，已列入名单", "Recognised, and on the list"),
            (
                Text(
                    "“{programme:inner}”的申请 {application_no} 已通过，认定为“{title:inner}”。",
                    "Application {application_no} for {programme} was approved: {title}.",
                ),
                Text(
                    "自 {since_on:date} 起列入公开名单。",
                    "On the public list from {since_on:day}.",
                ),
                Text(
                    "中小企业现在就能在“找平台”里看到“{platform:inner}”。",
                    "Firms can find {platform} among the platforms now.",
                ),
            ),
            "result",
        ),
        CONFIRMED: EventText(
            Text("复核通过，资格继续有效", "Re-review passed: the title stays"),
            (
                Text(
                    "“{title:inner}”复核通过，继续有效；下次复核不晚于 {due_on:date}，到期前会提醒您。",
                    "{title} was confirmed; the next re-review is due by {due_on:day};"
                    " we will remind you.",
                ),
            ),
        ),
        SUMMARY_TAKEN: EventText(
            Text("年度工作总结已收悉", "Yearly summary received"),
            (
                Text(
                    "“{title:inner}”{year} 年度的工作总结已收悉，谢谢；您不用再做任何事。",
                    "The summary of {year} for {title} was received, thank you;"
                    " there is nothing more to do.",
                ),
            ),
        ),
        RECOGNITION_WITHDRAWN: EventText(
            Text("认定已撤销", "Your title was withdrawn"),
            (
                Text(
                    "“{title:inner}”的认定已撤销，并已公告。",
                    "{title} was withdrawn by announcement.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                _RUNNING_CLIENTS,
                Text("有不同意见，可向主管部门提出。", "If you disagree, address the authority."),
            ),
        ),
        PLATFORM_LEFT: EventText(
            Text("您选的平台不再接受新申请", "Your platform takes no new applications"),
            (
                Text(
                    "“{platform:inner}”已退出“{programme:inner}”。您还没有提交的申请请另选平台。",
                    "{platform} has left {programme}. For what you have not handed in yet, please"
                    " choose another platform.",
                ),
                Text(
                    "已经提交的申请不受影响，照常审核、照常拨付。",
                    "What was handed in is not affected: it is reviewed and paid.",
                ),
            ),
        ),
        REVIEW_DUE: EventText(
            Text("复核快到期了", "A re-review is due soon"),
            (
                Text(
                    "“{title:inner}”须在 {due_on:date} 前复核。",
                    "{title} must be reviewed again by {due_on:day}.",
                ),
                _WHERE,
            ),
        ),
        REVIEW_OVERDUE: EventText(
            Text("复核已过期", "A re-review is overdue"),
            (
                Text(
                    "“{title:inner}”应在 {due_on:date} 前复核，尚未收到您的材料，请尽快提交。",
                    "{title} was to be reviewed by {due_on:day}; please hand in your papers.",
                ),
            ),
        ),
        SUMMARY_DUE: EventText(
            Text("年度工作总结快到期了", "A yearly summary is due soon"),
            (
                Text(
                    "“{title:inner}”{year} 年度的工作总结须在 {due_on:date} 前报送。",
                    "The summary of {year} for {title} is due by {due_on:day}.",
                ),
                _WHERE,
            ),
        ),
        SUMMARY_OVERDUE: EventText(
            Text("年度工作总结已过期", "A yearly summary is overdue"),
            (
                Text(
                    "“{title:inner}”{year} 年度的工作总结应在 {due_on:date} 前报送，请尽快补报。",
                    "The summary of {year} for {title} was due by {due_on:day}; please send it.",
                ),
            ),
        ),
    }
)
