"""The only reader of the clock: instants are aware UTC, days are days in Shanghai."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """A port: use cases ask it for the time, tests give it another source."""

    source: Callable[[], datetime] = _system_now

    def now(self) -> datetime:
        return self.source()

    def today(self) -> date:
        return self.source().astimezone(SHANGHAI).date()
