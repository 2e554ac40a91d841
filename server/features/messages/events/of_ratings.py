"""What a platform is told of how content its client was, and the client of its answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import PLATFORM, EventText

RATED: Final = "platform.rated"
RATING_ANSWERED: Final = "application.rating_answered"

OF_RATINGS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        RATED: EventText(
            Text("客户评价了贵平台的服务", "A client rated your service"),
            (
                Text(
                    "申请 {application_no} 的企业给贵平台打了 {stars} 星（满分五星）。",
                    "The firm of application {application_no} gave your platform {stars} of five"
                    " stars.",
                ),
                Text(
                    "星级对所有人可见，评价的文字需要审核的，通过后才显示；贵平台可以答复一次。",
                    "Everybody sees the stars, and words that are looked at first once they may show;"
                    " you may answer once.",
                ),
            ),
            to=PLATFORM,
        ),
        RATING_ANSWERED: EventText(
            Text("平台答复了您的评价", "The platform answered your rating"),
            (
                Text(
                    "平台企业答复了您对申请 {application_no} 的评价，可以在申请页面查看；"
                    "评价从现在起不能再修改。",
                    "The platform answered your rating of application {application_no}: see the"
                    " application's page. The rating cannot be changed any more.",
                ),
            ),
        ),
    }
)
