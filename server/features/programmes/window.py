"""Whether an edition takes submissions at an instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EditionStatus = Literal["upcoming", "open", "closed", "exhausted"]


@dataclass(frozen=True, slots=True)
class Window:
    """When one may submit: both ends included, unless it was closed by hand before."""

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
        return "open" if now <= self.closes_at else "closed"
