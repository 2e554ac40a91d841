"""The supervisor's log: one JSON object a line."""

import json
from dataclasses import dataclass
from typing import TextIO

from server.clock import Clock


@dataclass(frozen=True, slots=True)
class Journal:
    """`{"at", "level", "logger": "supervision", "event", …}`; events are `noun.past_participle`."""

    clock: Clock
    stream: TextIO

    def write(self, event: str, *, level: str = "info", **facts: str | int | float) -> None:
        line = {
            "at": self.clock.now().isoformat(timespec="milliseconds"),
            "level": level,
            "logger": "supervision",
            "event": event,
            **facts,
        }
        self.stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.stream.flush()
