"""A key under real transactions: one winner, one record, nothing kept of a failure."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from storage.errors import StoreUnavailable
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.idempotency import (
    Once,
    OnceInProgress,
    OnceRecorded,
    current_once,
    find_once,
)
from storage.postgres.core.transaction import transaction
from tests.world.databases import APP_PASSWORD, postgres_as
from tests.world.servers import Embedded


def once(key: str = "k", body: bytes = b"{}") -> Once:
    return Once(UUID(int=1), "POST", "/api/v1/offers", key, sha256(body).digest())


async def act(attempt: Once, gate: asyncio.Event | None = None, *, fail: bool = False) -> UUID:
    """A use case: one transaction that names its resource."""
    current_once.set(attempt)
    async with transaction() as tx:
        tx.created(resource := uuid4())
        if gate is not None:
            await gate.wait()
        if fail:
            raise ValueError("refused")
    return resource


@pytest_asyncio.fixture(loop_scope="session")
async def owner(embedded: Embedded, app_database: str) -> str:
    return embedded.postgres.dsn(app_database)


@pytest_asyncio.fixture(loop_scope="session")
async def dsn(embedded: Embedded, app_database: str, owner: str) -> AsyncIterator[str]:
    app = embedded.postgres.dsn(app_database, user="shuangtui_app", password=APP_PASSWORD)
    async with postgres_as(app):
        yield app
    connection = await raw_connection(owner)
    await connection.execute("TRUNCATE idempotency_records")
    await connection.close()


async def test_the_record_names_the_resource(dsn: str) -> None:
    assert await find_once(once()) is None
    resource = await asyncio.create_task(act(once()))
    found = await find_once(once())
    assert found is not None
    assert (found.status, found.resource_id, found.body_hash) == (
        201,
        resource,
        once().body_hash,
    )
    assert await find_once(once("other")) is None


async def test_a_repeat_does_nothing(dsn: str) -> None:
    resource = await asyncio.create_task(act(once()))
    with pytest.raises(OnceRecorded) as found:
        await asyncio.create_task(act(once(body=b"[]")))
    assert found.value.recorded.resource_id == resource


async def test_of_two_at_once_one_is_told_to_wait(dsn: str) -> None:
    gate = asyncio.Event()
    attempts = [asyncio.create_task(act(once(), gate)) for _ in range(4)]
    done, waiting = set(), set(attempts)
    async with asyncio.timeout(30):
        while len(done) < 3:
            ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            done |= ended
    assert {type(task.exception()) for task in done} == {OnceInProgress}
    gate.set()
    (winner,) = waiting
    found = await winner, await find_once(once())
    assert found[1] is not None
    assert found[1].resource_id == found[0]


async def test_other_keys_do_not_wait(dsn: str) -> None:
    gate = asyncio.Event()
    held = asyncio.create_task(act(once("held"), gate))
    await asyncio.wait_for(asyncio.create_task(act(once("free"))), 30)
    gate.set()
    await held


async def test_a_failure_leaves_no_record(dsn: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        await asyncio.create_task(act(once(), fail=True))
    assert await find_once(once()) is None
    await asyncio.create_task(act(once()))


async def test_a_record_older_than_a_day_makes_way(dsn: str, owner: str) -> None:
    await asyncio.create_task(act(once()))
    connection = await raw_connection(owner)
    await connection.execute(
        "UPDATE idempotency_records SET created_at = now() - interval '25 hours'"
    )
    await connection.close()
    assert await find_once(once()) is None
    resource = await asyncio.create_task(act(once(body=b"[]")))
    found = await find_once(once())
    assert found is not None
    assert found.resource_id == resource


async def test_without_a_database_it_is_unavailable() -> None:
    async with postgres_as("postgresql://u:p@127.0.0.1:1/none"):
        with pytest.raises(StoreUnavailable, match="postgres"):
            await find_once(once())
