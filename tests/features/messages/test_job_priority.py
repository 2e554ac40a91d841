"""A lock that somebody waits for does not queue behind messages, and holds none of them up."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tortoise.context import TortoiseContext

from server.edge.jobs.run import run_jobs
from server.features.evidence.redraw import drawing
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.jobs.enqueue import Job, enqueue_on
from storage.postgres.money.lock import next_in_turn
from tests.features.messages.conftest import until

MESSAGES = 300
TURNS = 5
_AT_ONCE = 20
"""So many are under way together: within them the order is the event loop's."""


async def begun(dsn: str, names: Iterable[str], jobs: list[Job]) -> list[str]:
    """The entrypoints of all jobs, in the order in which a worker began them."""
    order: list[str] = []
    known = {job.subject_id: job.entrypoint for job in jobs}

    async def act(subject: UUID) -> None:
        order.append(known[subject])

    connection = await raw_connection(dsn)
    try:
        await enqueue_on(connection, *jobs)
    finally:
        await connection.close()
    stop = asyncio.Event()

    async def all_begun() -> bool:
        return len(order) == len(jobs)

    async def run() -> None:
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(dsn, pool_size=2))
            await run_jobs(dsn, dict.fromkeys(names, act), stop=stop)

    worker = asyncio.create_task(run())
    try:
        await until(all_begun, "all begun")
    finally:
        stop.set()
        await asyncio.wait_for(worker, 60)
    return order


def flooded(priority: int | None = None) -> tuple[list[str], list[Job]]:
    """Entrypoints of this test's own, and turns that were enqueued behind a flood of messages."""
    names = [f"message-{uuid4().hex}", f"turn-{uuid4().hex}"]
    turns = [replace(next_in_turn(uuid4()), entrypoint=names[1]) for _ in range(TURNS)]
    if priority is not None:
        turns = [replace(turn, priority=priority) for turn in turns]
    return names, [Job(names[0], uuid4()) for _ in range(MESSAGES)] + turns


@pytest.mark.usefixtures("as_worker")
async def test_turns_go_before_a_flood_of_messages_and_all_are_done(dsn: str) -> None:
    names, jobs = flooded()
    order = await begun(dsn, names, jobs)
    assert order[:_AT_ONCE].count(names[1]) == TURNS
    assert order.count(names[0]) == MESSAGES


@pytest.mark.usefixtures("as_worker")
async def test_without_their_priority_they_would_wait_for_all_of_it(dsn: str) -> None:
    names, jobs = flooded(priority=0)
    order = await begun(dsn, names, jobs)
    assert order[-_AT_ONCE - TURNS :].count(names[1]) == TURNS


@pytest.mark.usefixtures("as_worker")
async def test_pictures_to_be_drawn_hold_up_no_message(dsn: str) -> None:
    pictures, messages = f"picture-{uuid4().hex}", f"message-{uuid4().hex}"
    jobs = [replace(drawing(uuid4()), entrypoint=pictures) for _ in range(MESSAGES)]
    jobs += [Job(messages, uuid4()) for _ in range(TURNS)]
    order = await begun(dsn, [pictures, messages], jobs)
    assert order[:_AT_ONCE].count(messages) == TURNS
