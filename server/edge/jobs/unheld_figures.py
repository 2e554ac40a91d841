"""How much waits in nobody's reach, for `/metrics`: each kind of matter without an officer."""

from collections.abc import Iterator
from typing import ClassVar, get_args

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from server.edge.jobs.reread import Reread
from storage.postgres.without_officer import CountedMatters, MatterKind, count_without_officer


class UnheldGauges(Reread[list[CountedMatters]]):
    """Counted once a minute: it looks at everything that is open."""

    what = "unheld"
    every_seconds: ClassVar[float] = 60.0

    async def read(self) -> list[CountedMatters]:
        return await count_without_officer()

    def collect(self) -> Iterator[Metric]:
        if self.figures is None:
            return
        gauge = GaugeMetricFamily(
            "shuangtui_without_officer",
            "Matters that wait and that no grant in force reaches",
            labels=("kind",),
        )
        counted = {one.kind: one.count for one in self.figures}
        for kind in get_args(MatterKind):
            gauge.add_metric((kind,), counted.get(kind, 0))
        yield gauge
