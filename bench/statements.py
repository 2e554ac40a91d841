"""How long PostgreSQL works on each statement of one request, read from its own log."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.stage import Stage

_LINE = re.compile(r"^\d{4}-\d\d-\d\d .*?LOG:  duration: ([\d.]+) ms  (\w+)[^:]*: *", re.MULTILINE)
_PREFIX = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.MULTILINE)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class StatementTime:
    """One statement: times per request, microseconds per request (parse, bind and execute)."""

    text: str
    times: float
    microseconds: float


async def time_statements(
    stage: Stage, run: Callable[[int], Awaitable[object]], requests: int
) -> list[StatementTime]:
    """Run so many requests with each statement's duration logged; the longest first."""
    log = stage.running.plan.folder.log_file("postgres")
    await run(requests)
    await stage.tune(log_min_duration_statement=0)
    start = log.stat().st_size
    await run(requests)
    end = log.stat().st_size
    await stage.tune()
    return _read(log, start, end, requests)


def _read(log: Path, start: int, end: int, requests: int) -> list[StatementTime]:
    with log.open("rb") as file:
        file.seek(start)
        text = file.read(end - start).decode("utf-8", errors="replace")
    spent: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for found in _LINE.finditer(text):
        following = _PREFIX.search(text, found.end())
        whole = text[found.end() : following.start() if following else None]
        shown = " ".join(whole.split())[:_SHOWN]
        spent[shown] += round(float(found[1]) * 1000)
        times[shown] += found[2] in ("execute", "statement")
    return [
        StatementTime(shown, times[shown] / requests, microseconds / requests)
        for shown, microseconds in spent.most_common()
        if times[shown] >= requests / 2
    ]
