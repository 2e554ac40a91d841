"""Gathers the figures of a start page."""

from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.desk.day import DeskDay
from server.features.desk.office import count_firms, count_office
from server.features.desk.platform import count_platform
from server.features.desk.reviews import count_reviews
from server.features.desk.schemas import DeskFigure, DeskLink, DeskView
from server.features.messages.inbox import count_unread


async def show_desk(*, by: Identity, clock: Clock, calendar: Calendar, english: bool) -> DeskView:
    """What is late stands first in each section, then what is due soon. Raises StoreUnavailable."""
    desk = DeskDay.of(by, clock, calendar, english=english)
    found = [
        *await count_reviews(desk),
        *await count_office(desk, calendar),
        *await count_firms(desk),
        *await count_platform(desk),
    ]
    unread = (await count_unread(user_id=by.user_id)).count
    if unread:
        found.append(desk.figure("unread", "changed", DeskLink("notifications"), count=unread))
    return DeskView(desk.now, desk.since_on, sorted(found, key=_pressing))


def _pressing(figure: DeskFigure) -> tuple[bool, bool]:
    return not figure.overdue, not figure.soon
