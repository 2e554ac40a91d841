"""Hours of the day in which nobody is woken: what is to be told waits in the inbox until they end."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_WRITTEN: Final = re.compile(r"([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-3])")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one full hour to another, over midnight where the second is the smaller."""

    from_hour: int
    to_hour: int

    def end(self, local: datetime) -> datetime | None:
        """When they end, for a moment within them; None outside. `local` is where the person lives."""
        if not self._holds(local.hour):
            return None
        ends = local.replace(hour=self.to_hour, minute=0, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)

    def _holds(self, hour: int) -> bool:
        if self.from_hour <= self.to_hour:
            return self.from_hour <= hour < self.to_hour
        return hour >= self.from_hour or hour < self.to_hour


def read_quiet_hours(written: str) -> QuietHours | None:
    """`22-8`; `off` is none. Raises ValueError for anything else."""
    if written == "off":
        return None
    found = _WRITTEN.fullmatch(written)
    if found is None or int(found[1]) == int(found[2]):
        raise ValueError(written)
    return QuietHours(int(found[1]), int(found[2]))
