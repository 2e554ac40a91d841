"""What became of messages, for `/metrics`: each way's, by state and reason, of the last day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from server.clock import Clock
from server.edge.jobs.reread import Reread
from storage.postgres.message_figures import CountedMessages, count_messages

SHOWN: Final = timedelta(days=1)


class MessageGauges(Reread[list[CountedMessages]]):
    """Counted once a minute."""

    what = "message"
    every_seconds: ClassVar[float] = 60.0

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    async def read(self) -> list[CountedMessages]:
        return await count_messages(self._clock.now() - SHOWN)

    def collect(self) -> Iterator[Metric]:
        if self.figures is None:
            return
        gauge = GaugeMetricFamily(
            "shuangtui_messages",
            "Messages of the last day by way, state and reason",
            labels=("channel", "state", "reason"),
        )
        for one in self.figures:
            gauge.add_metric((one.channel, one.state, one.reason), one.count)
        yield gauge
