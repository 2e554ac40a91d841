"""Work that the application owns ends by itself, is waited for, and never fails unseen."""

import asyncio
import logging

import pytest

from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound


async def fail() -> None:
    raise ValueError("lost")


async def test_the_result_and_the_error_reach_who_awaits() -> None:
    tasks = OwnedTasks()
    assert await tasks.shielded(asyncio.sleep(0, "done")) == "done"
    with pytest.raises(ValueError, match="lost"):
        await tasks.shielded(fail())
    assert len(tasks) == 0


async def test_a_failure_that_nobody_awaits_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    tasks = OwnedTasks()
    tasks.start(fail())
    assert await tasks.drain(5)
    await asyncio.sleep(0)
    assert "fail failed" in caplog.text


async def test_a_failure_after_the_client_left_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks, gate = OwnedTasks(), asyncio.Event()

    async def later() -> None:
        await gate.wait()
        await fail()

    waiting = asyncio.create_task(tasks.shielded(later()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(tasks) == 1
    gate.set()
    assert await tasks.drain(5)
    await asyncio.sleep(0)
    assert "lost" in caplog.text


async def test_a_refusal_after_the_client_left_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks, gate = OwnedTasks(), asyncio.Event()

    async def later() -> None:
        await gate.wait()
        raise NotFound()

    waiting = asyncio.create_task(tasks.shielded(later()))
    await asyncio.sleep(0)
    waiting.cancel()
    with caplog.at_level(logging.INFO), pytest.raises(asyncio.CancelledError):
        await waiting
    with caplog.at_level(logging.INFO):
        gate.set()
        assert await tasks.drain(5)
        await asyncio.sleep(0)
    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert "not_found" in record.getMessage()


async def test_drain_cancels_what_outlives_the_deadline() -> None:
    tasks, ended = OwnedTasks(), asyncio.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    tasks.start(forever())
    await asyncio.sleep(0)
    assert not await tasks.drain(0.05)
    assert ended.is_set()


async def test_drain_waits_for_work_begun_meanwhile() -> None:
    tasks, seen = OwnedTasks(), []

    async def second() -> None:
        seen.append("second")

    async def first() -> None:
        tasks.start(second())

    tasks.start(first())
    assert await tasks.drain(5)
    assert seen == ["second"]
