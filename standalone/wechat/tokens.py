"""Two independent families of access tokens, each with WeChat's own rules of ageing."""

import base64
import random
from dataclasses import dataclass, field

from standalone.wechat.dice import make_dice

LIFE_S = 7200
EARLY_S = 300
FORCED_PER_DAY = 20
FORCED_APART_S = 30


class ForcedTooSoon(Exception):
    """A forced refresh less than 30 s after the last one."""


class ForcedTooOften(Exception):
    """The 21st forced refresh of a day."""


def _mint(dice: random.Random) -> str:
    text = base64.urlsafe_b64encode(dice.randbytes(96)).decode()
    return f"{dice.randrange(10, 100)}_{text}"


@dataclass(slots=True)
class _Family:
    """`ends` maps each token of the family to the instant it stops working."""

    current: str | None = None
    expires_at: float = 0.0
    ends: dict[str, float] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    dice: random.Random = field(default_factory=lambda: make_dice(None))

    def refusal(self, token: str, now: float) -> int | None:
        """None: works. 40001: not the latest, or not ours. 42001: too old."""
        end = self.ends.get(token)
        if end is None:
            return 40001
        if now < end:
            return None
        return 40001 if token in self.superseded else 42001

    def _replace(self, now: float, old_ends_at: float) -> str:
        if self.current is not None:
            self.superseded.add(self.current)
            self.ends[self.current] = min(self.ends[self.current], old_ends_at)
        self.current = _mint(self.dice)
        self.expires_at = now + LIFE_S
        self.ends[self.current] = self.expires_at
        return self.current

    def kill(self, now: float) -> None:
        """The platform takes the current token away; the next call mints another."""
        self._replace(now, now)

    def expire(self, now: float) -> None:
        """The current token's time is over."""
        if self.current is not None:
            self.ends[self.current] = self.expires_at = now


@dataclass(slots=True)
class LegacyFamily(_Family):
    """`GET /cgi-bin/token`: every call mints; the one before lives at most five more minutes."""

    def take(self, now: float) -> tuple[str, int]:
        return self._replace(now, now + EARLY_S), LIFE_S


@dataclass(slots=True)
class StableFamily(_Family):
    """`POST /cgi-bin/stable_token`: the same token until five minutes before its end."""

    forced_at: list[float] = field(default_factory=list)

    def take(self, now: float, *, old_lives_on: bool) -> tuple[str, int]:
        """The token and its remaining life in whole seconds."""
        if self.current is None or now >= self.expires_at - EARLY_S:
            self._replace(now, self.expires_at if old_lives_on else now)
        return str(self.current), int(self.expires_at - now)

    def force(self, now: float) -> tuple[str, int]:
        """A new token; the old one is dead at once."""
        today = [at for at in self.forced_at if at > now - 86_400]
        if len(today) >= FORCED_PER_DAY:
            raise ForcedTooOften
        if today and now - today[-1] < FORCED_APART_S:
            raise ForcedTooSoon
        self.forced_at = [*today, now]
        return self._replace(now, now), LIFE_S
