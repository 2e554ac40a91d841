"""What a platform's people are told of the money that went through it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import EventText

RECOVERY_DUE: Final = "platform.recovery_due"

OF_PLATFORMS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
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
            ),
        ),
    }
)
