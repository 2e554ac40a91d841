"""One page: what each event tells the people it concerns, and whether by WeChat as well.

Texts take facts as `messages/formats.py` writes them; `programme`, `application_no` and `at` are
always there for an application. English lines write days as `:day`. A line that needs a fact
which the event did not bring is left out. A withdrawal tells nobody: the firm did it itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.features.messages.events.event_text import EventText
from server.features.messages.events.of_applications import OF_APPLICATIONS
from server.features.messages.events.of_contents import OF_CONTENTS
from server.features.messages.events.of_filings import OF_FILINGS
from server.features.messages.events.of_firms import OF_FIRMS
from server.features.messages.events.of_lists import OF_LISTS
from server.features.messages.events.of_notices import OF_NOTICES
from server.features.messages.events.of_payees import OF_PAYEES
from server.features.messages.events.of_platforms import OF_PLATFORMS
from server.features.messages.events.of_ratings import OF_RATINGS

__all__ = ["EVENT_TEXTS", "EventText"]

EVENT_TEXTS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        **OF_APPLICATIONS,
        **OF_FILINGS,
        **OF_NOTICES,
        **OF_LISTS,
        **OF_PAYEES,
        **OF_FIRMS,
        **OF_PLATFORMS,
        **OF_CONTENTS,
        **OF_RATINGS,
    }
)
