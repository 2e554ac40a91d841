"""The queue's figures for `/metrics` and `/health/ready`, read from its table by each server."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from server.jobs.lead import LEADER_LOCK
from storage.errors import StoreUnavailable
from storage.postgres.held_jobs import JobFigures, job_figures

_LOG = logging.getLogger(__name__)
_REFRESH_SECONDS: Final = 10.0
_LATE_SECONDS: Final = 60.0


class JobsWait(Exception):
    """No worker leads, or a job that could run has been waiting for a minute."""


class JobGauges(Collector):
    """Figures at most ten seconds old; none before the first reading, or while it fails."""

    def __init__(self) -> None:
        self._figures: JobFigures | None = None

    async def run(self) -> None:
        """Read again and again until cancelled."""
        while True:
            try:
                self._figures = await job_figures(LEADER_LOCK)
            except StoreUnavailable:
                self._figures = None
                _LOG.warning("job figures wait for the database")
            except Exception:  # noqa: BLE001 - else the last figures would be shown for ever
                self._figures = None
                _LOG.exception("job figures could not be read")
            await asyncio.sleep(_REFRESH_SECONDS)

    async def check(self) -> None:
        """Raises JobsWait, StoreUnavailable."""
        figures = self._figures = await job_figures(LEADER_LOCK)
        if not figures.led or figures.late_s > _LATE_SECONDS:
            raise JobsWait()

    def collect(self) -> Iterator[Metric]:
        figures = self._figures
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
