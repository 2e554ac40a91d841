"""`keys status|rotate` as an operator types them, with the worker's own handlers beside."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from config.settings import Settings
from server.compose import build_ports
from server.edge.jobs.run import run_jobs
from server.worker import handlers
from tests.features.keys.installation_keys import BEFORE, I1, I2, M1, M2, one_of_each
from tests.world.application import World
from tests.world.databases import APP_PASSWORD, SpareDatabase, owner_connection, postgres_as
from tests.world.installation import environment
from tests.world.runs import PROJECT
from tests.world.servers import Embedded

SECONDS = 60
MASTERS = {"m1": M1, "m2": M2}
ONE_OF_EACH = "payees 1, payout_lines 1, person_keys 1"


@pytest_asyncio.fixture(loop_scope="session")
async def before(world: World, spare_database: SpareDatabase, embedded: Embedded) -> Settings:
    """An installation with one of each kind of row, on its first keys."""
    name = spare_database.owner.rsplit("/", 1)[1].split("?")[0]
    worker = embedded.postgres.dsn(name, user="shuangtui_worker", password=APP_PASSWORD)
    async with postgres_as(worker):
        await one_of_each(BEFORE, spare_database)
    return replace(
        world.settings,
        postgres_dsn=worker,
        master_keys={"m1": M1},
        master_key_current="m1",
        index_key=I1,
    )


async def keys(settings: Settings, *words: str) -> tuple[int | None, str]:
    """One command: its exit status and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "keys", *words),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", **environment(settings)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, said.decode()


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[None]:
    ports, stop = build_ports(settings, CollectorRegistry()), asyncio.Event()
    async with postgres_as(settings.postgres_dsn):
        running = asyncio.create_task(run_jobs(settings.postgres_dsn, handlers(ports), stop=stop))
        try:
            yield
        finally:
            stop.set()
            await running
            await ports.redis.aclose()


async def _says(settings: Settings, *wanted: str, status: int = 0) -> str:
    """What `keys status` says; all of it must stand there."""
    ended, said = await keys(settings, "status")
    assert ended == status, said
    assert all(words in said for words in wanted), said
    return said


async def _queued(database: SpareDatabase) -> list[str]:
    async with owner_connection(database.owner) as admin:
        return [row["entrypoint"] for row in await admin.fetch("SELECT entrypoint FROM pgqueuer")]


async def _done(database: SpareDatabase) -> None:
    deadline = asyncio.get_running_loop().time() + SECONDS
    while waiting := await _queued(database):
        assert asyncio.get_running_loop().time() < deadline, waiting
        await asyncio.sleep(0.05)


@pytest.mark.timeout(400)
async def test_a_whole_change_as_the_manual_has_it(
    before: Settings, spare_database: SpareDatabase
) -> None:
    knowing = replace(before, master_keys=MASTERS, index_key_other=I2)
    turned = replace(knowing, master_key_current="m2", index_key=I2, index_key_other=I1)
    await _says(turned, f"m1: {ONE_OF_EACH}", "m2 (current): 0", "Another index key: 2")
    for use, named in (("master", "master m2"), ("index", "index"), ("master", "master m2")):
        status, said = await keys(turned, "rotate", use)
        assert status == 0, said
        assert said.rstrip().endswith(f"see keys status: {named}"), said
    assert sorted(await _queued(spare_database)) == ["keys.reindex", "keys.rewrap"]
    async with worker(turned):
        await _done(spare_database)
    after = replace(turned, master_keys={"m2": M2}, index_key_other=b"")
    said = await _says(
        after, f"m2 (current): {ONE_OF_EACH}", "Index key of now: 2", "Another index key: 0"
    )
    assert "m1:" not in said
    said = await _says(before, f"m2: {ONE_OF_EACH}", "SHUANGTUI_MASTER_KEYS", status=1)
    assert "Traceback" not in said


@pytest.mark.timeout(400)
async def test_a_kid_never_names_a_second_key(
    before: Settings, spare_database: SpareDatabase
) -> None:
    status, said = await keys(before, "rotate", "receipt")
    assert status == 0, said
    status, said = await keys(replace(before, receipt_key=M2), "rotate", "receipt")
    assert (status, "RECEIPT_KID" in said, "Traceback" in said) == (2, True, False)
    status, said = await keys(
        replace(before, receipt_key=M2, receipt_kid="r2"), "rotate", "receipt"
    )
    assert status == 0, said
    async with owner_connection(spare_database.owner) as admin:
        kept = await admin.fetch("SELECT kid FROM receipt_keys ORDER BY since_at")
    assert [row["kid"] for row in kept] == [before.receipt_kid, "r2"]


@pytest.mark.timeout(400)
async def test_another_key_under_the_same_id_is_said(before: Settings) -> None:
    """As after a slip of the hand in the settings."""
    status, said = await keys(replace(before, master_keys={"m1": M2}), "status")
    assert (status, "Traceback" in said) == (2, False), said
    assert "SHUANGTUI_MASTER_KEYS" in said
