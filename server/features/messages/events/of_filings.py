"""What a firm is told of that which its platform filed in its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import EventText

TO_CONFIRM: Final = "application.to_confirm"
UNCONFIRMED: Final = "application.unconfirmed"

OF_FILINGS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        TO_CONFIRM: EventText(
            Text("请确认平台代为提交的申请", "Please confirm what your platform filed"),
            (
                Text(
                    "“{platform:inner}”以贵企业的名义提交了“{programme:inner}”的申请 {application_no}。",
                    "{platform} filed application {application_no} for {programme} in your firm's name.",
                ),
                Text(
                    "平台已于 {corrected_on:date} 补正并再次提交，请按现在的内容核对。",
                    "It was corrected and handed in again on {corrected_on:day}: see what stands there.",
                ),
                Text(
                    "请核对合同、金额和材料：属实的点“确认无误”，内容有误的点“请平台更正”，"
                    "没有这回事的点“否认”；确认之前不会拨付。",
                    "Look at the contract, the amount and the papers: confirm what is true, ask the"
                    " platform to correct what is wrong, refuse what never was. Nothing is paid before.",
                ),
                Text(
                    "请在 {due_on:date} 24:00 前确认，逾期申请自动失效。",
                    "Please do so by the end of {due_on:day}; after that the application lapses.",
                ),
            ),
            "result",
            urgent=True,
        ),
        UNCONFIRMED: EventText(
            Text("申请逾期未确认，已失效", "Application lapsed unconfirmed"),
            (
                Text(
                    "平台代为提交的申请 {application_no} 到 {due_on:date} 没有得到企业确认，已失效。",
                    "Application {application_no}, which your platform filed, was not confirmed by"
                    " {due_on:day}: it has lapsed.",
                ),
                Text("{lost}不再保留。", "{lost_en} gone."),
                Text(
                    "申报期到 {closes_on:date} 为止，您可以重新申请。",
                    "You may apply again: the window is open until {closes_on:day}.",
                ),
            ),
            "result",
        ),
    }
)
