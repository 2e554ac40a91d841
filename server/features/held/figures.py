"""How much waits for a look before it shows, for `/metrics`."""

from collections.abc import Iterator
from typing import ClassVar, Final

import msgspec
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from models.rules.contents import CONTENT_KINDS
from server.edge.jobs.reread import Reread
from storage.postgres.core.rows import list_rows

_WAITING: Final = """
SELECT kind, count(*) FROM held_contents WHERE state = 'waiting' GROUP BY kind
"""


class _CountedKind(msgspec.Struct, frozen=True):
    kind: str
    count: int


class HeldGauges(Reread[dict[str, int]]):
    """Counted once a minute."""

    what = "held content"
    every_seconds: ClassVar[float] = 60.0

    async def read(self) -> dict[str, int]:
        return {one.kind: one.count for one in await list_rows(_CountedKind, _WAITING, tx=None)}

    def collect(self) -> Iterator[Metric]:
        if self.figures is None:
            return
        gauge = GaugeMetricFamily(
            "shuangtui_contents_waiting",
            "Texts and pictures that wait for a look of the authority before they show",
            labels=("kind",),
        )
        for kind in CONTENT_KINDS:
            gauge.add_metric((kind,), self.figures.get(kind, 0))
        yield gauge
