"""The day of a desk: what counts as late, as soon and as new; and figures made with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.rules.desk_words import DESK_WORDS, DeskCode, DeskSection
from models.rules.reminding import soon_until
from models.rules.workdays import Calendar, is_workday
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.features.desk.schemas import DeskFigure, DeskLink

_UNSAID: Final[Mapping[str, object]] = MappingProxyType(
    {
        **dict.fromkeys(("role", "edition", "edition_title", "oldest_at", "due_on", "amount_fen")),
        **dict.fromkeys(("overdue", "soon", "new"), 0),
    }
)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class DeskDay:
    """Who sits there and when; `since_on`: the working day before."""

    by: Identity
    now: datetime
    today: date
    soon_on: date
    since_on: date
    english: bool

    @classmethod
    def of(cls, by: Identity, clock: Clock, calendar: Calendar, *, english: bool) -> "DeskDay":
        today = clock.today()
        since_on = today - timedelta(days=1)
        while not is_workday(calendar, since_on):
            since_on -= timedelta(days=1)
        return cls(by, clock.now(), today, soon_until(calendar, today), since_on, english)

    @property
    def since(self) -> datetime:
        return datetime.combine(self.since_on, time(), SHANGHAI)

    def figure(
        self,
        code: DeskCode,
        section: DeskSection,
        link: DeskLink,
        **known: Any,  # fields of DeskFigure
    ) -> DeskFigure:
        """With the words of its code, unless `known` has others."""
        label = known.pop("label", None) or DESK_WORDS[code].in_language(self.english)
        given = {**_UNSAID, **known}
        return DeskFigure(code=code, section=section, label=label, link=link, **given)

    async def count(
        self,
        code: DeskCode,
        section: DeskSection,
        link: DeskLink,
        found: QuerySet[Row],
        at: str,
    ) -> list[DeskFigure]:
        """One figure of these rows, `at` the column since when each waits; none for nothing."""
        count = await found.count()
        if not count:
            return []
        oldest = await found.order_by(at).first()
        new = await found.filter(**{f"{at}__gte": self.since}).count()
        return [
            self.figure(code, section, link, count=count, new=new, oldest_at=getattr(oldest, at))
        ]
