"""Exponential back-off before a child that died is started again."""

from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """0.1 s, doubling up to 10 s; from the start again once a child has lived for 30 s."""

    first_s: float = 0.1
    longest_s: float = 10.0
    sound_after_s: float = 30.0
    _failures: int = 0

    def next_delay_s(self, lived_s: float) -> float:
        """The delay after a life of that many seconds."""
        if lived_s >= self.sound_after_s:
            self._failures = 0
        delay = min(self.first_s * 2.0**self._failures, self.longest_s)
        self._failures = min(self._failures + 1, 32)
        return delay
