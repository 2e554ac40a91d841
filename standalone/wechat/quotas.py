"""How often an API may be called, by the day and by the minute, per app (wechat.md 2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

DAY_S: Final = 86_400
_BEIJING_AHEAD_S: Final = 8 * 3600
_MONTH_S: Final = 30 * DAY_S
CLEARED_A_MONTH: Final = 10
_TOKEN, _STABLE = "/cgi-bin/token", "/cgi-bin/stable_token"
_TEXTS, _MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"
_CODE: Final = "/wxa/getwxacodeunlimit"

UNLIMITED: Final = 10_000_000
DAILY: Final[Mapping[str, int]] = MappingProxyType(
    {_TOKEN: 10_000, _STABLE: 500_000, _TEXTS: 2_000_000, _MEDIA: 200_000}
)
BY_MINUTE: Final[Mapping[str, int]] = MappingProxyType(
    {
        _STABLE: 10_000,
        _CODE: 5_000,
        _TEXTS: 4_000,
        _MEDIA: 2_000,
        "/wxa/resetusersessionkey": 60_000,
    }
)
# The number that says "slower" differs by API.
_SLOWER: Final[Mapping[str, int]] = MappingProxyType({_TEXTS: 44991, _MEDIA: 44991, _CODE: 45009})

Limits = Mapping[str, int]


@dataclass(slots=True)
class Quotas:
    """What one app has used, by path. A day ends at midnight in Beijing."""

    day: int = 0
    minute: int = 0
    today: Counter[str] = field(default_factory=Counter)
    this_minute: Counter[str] = field(default_factory=Counter)
    cleared_at: list[float] = field(default_factory=list)

    def spend(self, path: str, now: float, *, daily: Limits, by_minute: Limits) -> int | None:
        """Count one call, or the errcode that refuses it. The given limits go before WeChat's."""
        self._turn(now)
        if self.today[path] >= daily.get(path, DAILY.get(path, UNLIMITED)):
            return 45009
        if self.this_minute[path] >= by_minute.get(path, BY_MINUTE.get(path, UNLIMITED)):
            return _SLOWER.get(path, 45011)
        self.today[path] += 1
        self.this_minute[path] += 1
        return None

    def used(self, path: str, now: float) -> int:
        self._turn(now)
        return self.today[path]

    def clear(self, now: float) -> bool:
        """Begin the day anew; False when this was done ten times within a month."""
        self.cleared_at = [at for at in self.cleared_at if at > now - _MONTH_S]
        if len(self.cleared_at) >= CLEARED_A_MONTH:
            return False
        self.cleared_at.append(now)
        self.today.clear()
        return True

    def _turn(self, now: float) -> None:
        day, minute = int((now + _BEIJING_AHEAD_S) // DAY_S), int(now // 60)
        if day != self.day:
            self.day = day
            self.today.clear()
        if minute != self.minute:
            self.minute = minute
            self.this_minute.clear()
