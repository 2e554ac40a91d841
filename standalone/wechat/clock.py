"""The stand-in's own clock: real time plus whatever the control API has added."""

import time
from dataclasses import dataclass


@dataclass(slots=True)
class SandboxClock:
    """Seconds since 1970, moved forward at will."""

    ahead_s: float = 0.0

    def now(self) -> float:
        return time.time() + self.ahead_s

    def set_to(self, instant: float) -> None:
        """From now on it is that second; it may lie in the past."""
        self.ahead_s = instant - time.time()

    def advance(self, seconds: float) -> None:
        self.ahead_s += seconds
