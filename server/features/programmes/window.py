"""Whether an edition takes submissions at an instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.rules.typed_time import is_over

EditionStatus = Literal["upcoming", "open", "closed", "exhausted"]


@dataclass(frozen=True, slots=True)
class Window:
    """When one may submit: both ends included, unless it was closed by hand before.

    An end at 23:59:59 is that of its day, at midnight.
    """

    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.status(now) == "open"

    def status(self, now: datetime) -> Literal["upcoming", "open", "closed"]:
        if self.closed_at is not None and self.closed_at <= now:
            return "closed"
        if now < self.opens_at:
            return "upcoming"
        return "closed" if is_over(self.closes_at, now) else "open"
