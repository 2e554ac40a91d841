"""The stand-in's own clock: real time plus whatever the control API has added."""

import time
from dataclasses import dataclass


@dataclass(slots=True)
class SandboxClock:
    """Seconds since 1970, moved forward at will."""

    ahead_s: float = 0.0

    def now(self) -> float:
        return time.time() + self.ahead_s

    def advance(self, seconds: float) -> None:
        self.ahead_s += seconds
