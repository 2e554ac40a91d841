"""What a decision and a submission cost beside few claims and many: the same should be the same."""

from collections.abc import Sequence
from statistics import median

from bench.case import Bench, Found, Table
from bench.counter import sides
from bench.editions import filled_editions
from bench.rounds import Side, call_module
from bench.submits import submit_turn

_AIM = 1.3
_FULL = (1_000, 100_000, 1_000_000)
_QUICK = (1_000, 10_000, 100_000)
_DECISION_WITHIN_S = 300
_HEADINGS = ("claims", "p50/p99", "times the first", "processor, microseconds", "aim", "")
# A closed loop of few, so that the time is that of a submission and not that of a queue.
_CLIENTS = 4


async def measure_growth(bench: Bench) -> list[Found]:
    """Decisions by one caller, then submissions over HTTP; rounds of all sizes take turns."""
    return [await _decisions(bench), await _submissions(bench)]


def sizes(bench: Bench) -> tuple[int, ...]:
    return _QUICK if bench.quick else _FULL


async def _decisions(bench: Bench) -> Table:
    plan = {
        "redis_url": bench.stage.settings.redis_url,
        "namespace": "growth",
        "sizes": sizes(bench),
        "callers": 1,
        "decisions": 220,
        "rounds": bench.choose(60, 20),
    }
    *found, counter = await call_module("bench.decide", plan, within_s=_DECISION_WITHIN_S)
    title = "Decision by number of claims: one round trip that joins, moves, locks or ends"
    await bench.stage.forget("growth")
    return _table(bench, title, [sides(one) for one in found], sides(counter))


async def _submissions(bench: Bench) -> Table:
    requests, rounds = bench.choose(80, 40), bench.choose(15, 8)
    editions = await filled_editions(bench.stage, "growth", sizes(bench))
    found = [Side() for _ in editions]
    drafts = -(-requests // _CLIENTS) * (rounds + 1)
    clients = [
        await bench.drafts(_CLIENTS, ready=drafts, definition=one.definition) for one in editions
    ]
    for number in range(-1, rounds):
        turn = number % len(editions)
        order = list(zip(clients, found, strict=True))
        for people, side in order[turn:] + order[:turn]:
            run = await submit_turn(bench, bench.ours, people, requests)
            if number >= 0:  # the first round only warms up
                side.runs.append(run)
    title = f"Submission by number of claims, {_CLIENTS} clients, one after the other each"
    return _table(bench, title, found, None)


def _table(bench: Bench, title: str, found: Sequence[Side], counter: Side | None) -> Table:
    rows: list[tuple[str, ...]] = [_HEADINGS]
    for size, side in zip(sizes(bench), found, strict=True):
        times = median(
            median(one.milliseconds) / median(other.milliseconds)
            for one, other in zip(side.runs, found[0].runs, strict=True)
        )
        rows.append(_row(f"{size:,}".replace(",", " "), side, times))
    if counter is not None:
        times = counter.quantile_ms(0.5) / found[0].quantile_ms(0.5)
        rows.append((*_row("INCR only", counter, times)[:4], "", ""))
    return Table(title, rows)


def _row(name: str, side: Side, times: float) -> tuple[str, ...]:
    latency = f"{side.quantile_ms(0.5):.2f}/{side.quantile_ms(0.99):.2f} ms"
    spent = ", ".join(f"{who} {value:.0f}" for who, value in side.cpu_microseconds().items())
    met = "met" if times <= _AIM else "MISSED"
    return (name, latency, f"{times:.2f}", spent, f"≤ {_AIM}", met)
