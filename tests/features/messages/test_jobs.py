"""Jobs outlive the processes that do them, and a job that kills its process is held."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tortoise.context import TortoiseContext

from server.edge.jobs.run import Pace, run_jobs
from server.edge.jobs.try_later import TryLater
from storage.errors import StoreUnavailable
from storage.postgres.core.connect import tortoise_config
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.jobs.held import list_held_jobs, retry_held_jobs
from tests.features.messages.conftest import until
from tests.world.application import World

PROJECT = Path(__file__).resolve().parents[3]
QUICK = Pace(heartbeat=timedelta(seconds=1), drain_seconds=0.3)


@dataclass
class Trial:
    """One job under a name of its own."""

    world: World
    dsn: str
    entrypoint: str = field(default_factory=lambda: f"trial.{uuid4().hex[:8]}")
    subject: UUID = field(default_factory=uuid4)

    async def put(self) -> None:
        async with transaction() as tx:
            await enqueue(tx, Job(self.entrypoint, self.subject))

    async def status(self) -> str | None:
        rows = await self.world.fetch(
            "SELECT status::text FROM pgqueuer WHERE entrypoint = $1", self.entrypoint
        )
        return rows[0]["status"] if rows else None

    async def gone(self) -> bool:
        return await self.status() is None

    async def held(self) -> bool:
        return await self.status() == "failed"

    @asynccontextmanager
    async def doomed(self, fate: str) -> AsyncIterator[Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.features.messages.doomed"),
            *(self.dsn, self.entrypoint, fate),
            cwd=PROJECT,
            stdout=PIPE,
        )
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        assert line.decode().strip() == f"begun {self.subject}"
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    @asynccontextmanager
    async def worker(self, act: Callable[[UUID], Awaitable[object]]) -> AsyncIterator[None]:
        stop = asyncio.Event()

        async def run() -> None:
            async with TortoiseContext() as context:
                await context.init(config=tortoise_config(self.dsn, pool_size=2))
                await run_jobs(self.dsn, {self.entrypoint: act}, stop=stop, pace=QUICK)

        task = asyncio.create_task(run())
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, 30)


@pytest.fixture
def trial(world: World, dsn: str, as_worker: None) -> Trial:
    return Trial(world, dsn)


async def test_a_job_whose_process_was_killed_is_done_by_another(trial: Trial) -> None:
    done: list[UUID] = []

    async def act(subject: UUID) -> None:
        done.append(subject)

    await trial.put()
    async with trial.doomed("hang") as process:
        assert await trial.status() == "picked"
        process.send_signal(signal.SIGKILL)
        await process.wait()
        async with trial.worker(act):
            await until(trial.gone, "done by the second worker")
    assert done == [trial.subject]


async def test_a_job_that_kills_its_process_is_held_after_three_starts(trial: Trial) -> None:
    done: list[UUID] = []

    async def act(subject: UUID) -> None:
        done.append(subject)

    await trial.put()
    for _ in range(3):
        async with trial.doomed("die") as process:
            await process.wait()
    async with trial.worker(act):
        await until(trial.held, "held")
        assert done == []

        (held,) = [job for job in await list_held_jobs(1000) if job.subject_id == trial.subject]
        assert held.entrypoint == trial.entrypoint
        assert "StartedTooOften" in held.error
        assert await retry_held_jobs([held.id]) == 1
        await until(trial.gone, "done at the retry")
    assert done == [trial.subject]


async def test_what_runs_at_a_stop_is_begun_again(trial: Trial) -> None:
    """The stop does not wait for it for ever, and cancelling it does not delete it."""
    begun, done = asyncio.Event(), asyncio.Event()

    async def hang(subject: UUID) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def act(subject: UUID) -> None:
        done.set()

    await trial.put()
    async with trial.worker(hang):
        await asyncio.wait_for(begun.wait(), 30)
    assert await trial.status() == "picked"
    async with trial.worker(act):
        await until(trial.gone, "done by the next worker")
    assert done.is_set()


async def test_a_failing_job_is_tried_again_and_then_held(trial: Trial) -> None:
    tries: list[UUID] = []

    async def fail(subject: UUID) -> None:
        tries.append(subject)
        raise ValueError("does not work")

    async def tried_twice() -> bool:
        return len(tries) >= 2

    await trial.put()
    async with trial.worker(fail):
        await until(tried_twice, "tried again")
        await trial.world.fetch(
            "UPDATE pgqueuer SET attempts = 5, execute_after = now() WHERE entrypoint = $1",
            trial.entrypoint,
        )
        await until(trial.held, "held")
    (held,) = [job for job in await list_held_jobs(1000) if job.subject_id == trial.subject]
    assert held.error == "ValueError: does not work"


@pytest.mark.parametrize(
    "outage", [StoreUnavailable("redis", "gone"), TryLater(timedelta(0), "not yet")]
)
async def test_an_outage_uses_up_no_attempt(trial: Trial, outage: Exception) -> None:
    tries: list[UUID] = []

    async def act(subject: UUID) -> None:
        tries.append(subject)
        if len(tries) < 2:
            raise outage

    await trial.put()
    await trial.world.fetch(
        "UPDATE pgqueuer SET attempts = 40 WHERE entrypoint = $1", trial.entrypoint
    )
    async with trial.worker(act):

        async def began() -> bool:
            return bool(tries)

        await until(began, "begun")
        await until(lambda: _hurry(trial), "put off, not held")
        await until(trial.gone, "done")
    assert len(tries) == 2


async def _hurry(trial: Trial) -> bool:
    """Bring a job that was put off forward; the wait itself is not what is tried here."""
    rows = await trial.world.fetch(
        "UPDATE pgqueuer SET execute_after = now() WHERE entrypoint = $1 AND status = 'queued'"
        " RETURNING id",
        trial.entrypoint,
    )
    return bool(rows) or await trial.gone()
