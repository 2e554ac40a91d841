"""The queue's figures for `/metrics` and `/health/ready`, read from its table by each server."""

from collections.abc import Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from server.edge.jobs.lead import LEADER_LOCK
from server.edge.jobs.reread import Reread
from storage.postgres.jobs.held import JobFigures, job_figures

_LATE_SECONDS: Final = 60.0


class JobsWait(Exception):
    """No worker leads, or a job that could run has been waiting for a minute."""


class JobGauges(Reread[JobFigures]):
    """The queue's figures, and whether a worker does its work."""

    what = "job"

    async def read(self) -> JobFigures:
        return await job_figures(LEADER_LOCK)

    async def check(self) -> None:
        """Raises JobsWait, StoreUnavailable."""
        figures = self.figures = await self.read()
        if not figures.led or figures.late_s > _LATE_SECONDS:
            raise JobsWait()

    def collect(self) -> Iterator[Metric]:
        figures = self.figures
        if figures is None:
            return
        jobs = GaugeMetricFamily("shuangtui_jobs", "Jobs that are not done", labels=("state",))
        for state in ("queued", "picked", "held"):
            jobs.add_metric((state,), getattr(figures, state))
        yield jobs
        yield GaugeMetricFamily(
            "shuangtui_jobs_late_seconds", "Age of the oldest job that could run", figures.late_s
        )
        yield GaugeMetricFamily(
            "shuangtui_worker_leads", "Whether a worker does the periodic work", int(figures.led)
        )
