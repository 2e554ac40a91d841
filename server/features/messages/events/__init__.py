"""One page: what each event tells the people it concerns, and whether by WeChat as well.

Texts take facts as `messages/formats.py` writes them; `programme`, `application_no` and `at` are
always there for an application. English lines write days as `:day`. A line that needs a fact
which the event did not bring is left out. A withdrawal is not told to the firm: it did it itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.features.messages.events.event_text import EventText
from server.features.messages.events.of_applications import OF_APPLICATIONS
from server.features.messages.events.of_clients import OF_CLIENTS
from server.features.messages.events.of_contents import OF_CONTENTS
from server.features.messages.events.of_desks import OF_DESKS
from server.features.messages.events.of_filings import OF_FILINGS
from server.features.messages.events.of_firms import OF_FIRMS
from server.features.messages.events.of_lists import OF_LISTS
from server.features.messages.events.of_notices import OF_NOTICES
from server.features.messages.events.of_payees import OF_PAYEES
from server.features.messages.events.of_platforms import OF_PLATFORMS
from server.features.messages.events.of_programme_files import OF_PROGRAMME_FILES
from server.features.messages.events.of_progress import OF_PROGRESS
from server.features.messages.events.of_ratings import OF_RATINGS

__all__ = ["EVENT_TEXTS", "GROUPS", "EventText"]

GROUPS: Final[Mapping[str, Mapping[str, EventText]]] = MappingProxyType(
    {
        "申请 · An application": OF_APPLICATIONS,
        "办理进度和期限 · Its way, and what is due": OF_PROGRESS,
        "平台代为提交 · Filed by the platform": OF_FILINGS,
        "公示和异议 · Public notices and objections": OF_NOTICES,
        "认定和名单 · Titles and lists": OF_LISTS,
        "收款账户 · Accounts": OF_PAYEES,
        "企业和成员 · Firms and their people": OF_FIRMS,
        "平台企业：代为提交的客户 · Platforms: clients they filed for": OF_PLATFORMS,
        "平台企业：客户、拨付、批量 · Platforms: clients, money, batches": OF_CLIENTS,
        "内容审核 · What is looked at before others see it": OF_CONTENTS,
        "满意度评价 · Ratings": OF_RATINGS,
        "政策文件 · Files of programmes": OF_PROGRAMME_FILES,
        "待办 · What waits for a decision": OF_DESKS,
    }
)
"""In the order in which docs/messages.md shows them."""

EVENT_TEXTS: Final[Mapping[str, EventText]] = MappingProxyType(
    {event: text for events in GROUPS.values() for event, text in events.items()}
)
