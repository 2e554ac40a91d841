"""Papers that wait or were lost, and what the worker's upkeep did, for `/metrics`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from models.rules.paper_faults import AWAY, LOST_FAULT
from server.edge.jobs.reread import Reread
from storage.postgres.core.rows import list_rows
from storage.postgres.upkeep import DoneWork, list_upkeep

_OPEN: Final = """
SELECT state, fault, count(*) FROM evidence
 WHERE deleted_at IS NULL AND state IN ('checking', 'refused') GROUP BY state, fault
"""


class _Counted(msgspec.Struct, frozen=True):
    state: str
    fault: str | None
    count: int


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """`why` counts papers by what keeps them from being shown: `checking`, `scanner_away`, `lost`."""

    why: dict[str, int]
    upkeep: list[DoneWork]


class PaperGauges(Reread[PaperFigures]):
    """Counted once a minute."""

    what = "paper"
    every_seconds: ClassVar[float] = 60.0

    async def read(self) -> PaperFigures:
        why = dict.fromkeys(("checking", AWAY, LOST_FAULT), 0)
        for counted in await list_rows(_Counted, _OPEN, tx=None):
            reason = counted.fault if counted.fault in why else counted.state
            if reason in why:
                why[reason] += counted.count
        return PaperFigures(why, await list_upkeep())

    def collect(self) -> Iterator[Metric]:
        figures = self.figures
        if figures is None:
            return
        closed = GaugeMetricFamily(
            "shuangtui_papers_closed",
            "Papers that wait to be checked, or whose file was lost before that",
            labels=("why",),
        )
        for why, count in figures.why.items():
            closed.add_metric((why,), count)
        yield closed
        yield from _of_upkeep(figures.upkeep)


def _of_upkeep(works: list[DoneWork]) -> Iterator[Metric]:
    done = CounterMetricFamily("shuangtui_upkeep_done", "What it dealt with", labels=("work",))
    left = GaugeMetricFamily(
        "shuangtui_upkeep_left", "What its last round could not mend", labels=("work",)
    )
    ended = GaugeMetricFamily(
        "shuangtui_upkeep_ended_seconds", "When its last round ended (Unix time)", labels=("work",)
    )
    for one in works:
        done.add_metric((one.work,), one.done)
        left.add_metric((one.work,), one.left)
        ended.add_metric((one.work,), one.ended_at.timestamp())
    yield from (done, left, ended)
