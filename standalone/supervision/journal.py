"""The supervisor's log: one JSON object a line, and a sentence where a person should know of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TextIO

from server.clock import Clock

Fact = str | int | float
Tell = Callable[[str, Mapping[str, Fact]], None]


def _nobody(event: str, facts: Mapping[str, Fact]) -> None:
    """Nobody is at the terminal."""


@dataclass(frozen=True, slots=True)
class Journal:
    """`{"at", "level", "logger": "supervision", "event", …}`; events are `noun.past_participle`.

    `tell` hears every event with its facts and says those that concern a person (sentences.py).
    """

    clock: Clock
    stream: TextIO
    tell: Tell = _nobody

    def write(self, event: str, *, level: str = "info", **facts: Fact) -> None:
        line = {
            "at": self.clock.now().isoformat(timespec="milliseconds"),
            "level": level,
            "logger": "supervision",
            "event": event,
            **facts,
        }
        self.stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.stream.flush()
        self.tell(event, facts)
