"""The supervisor with real servers: what dies comes back, what stops stops in order, nothing stays."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
import pytest_asyncio

from server.edge.web.listening import PortInUse, listen_on
from standalone.supervision.backoff import Backoff
from tests.world.runs import (
    NOBODY,
    Run,
    as_ordinary_user,
    left_in,
    marked_alive,
    running,
    said,
    started,
    until,
)
from tests.world.small_up import REFUSED

COMPUTES = "SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS numbers"
CHILDREN = ("postgres", "s3", "valkey", "server")


@pytest_asyncio.fixture
async def run(quick_path: Path) -> AsyncIterator[Run]:
    async with running(quick_path / "data") as run:
        yield run


async def http_pid(port: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    try:
        return int((await asyncio.wait_for(reader.read(), 30)).rpartition(b"\r\n")[2])
    finally:
        writer.close()


async def test_every_child_that_is_killed_comes_back(run: Run) -> None:
    for name in CHILDREN:
        before = run.pid(name)
        others = {other: run.pid(other) for other in CHILDREN if other != name}
        starts = run.events("child.started").count(name)
        os.kill(before, signal.SIGKILL)
        await run.until_started(name, times=starts + 1)
        assert run.pid(name) != before
        assert {other: run.pid(other) for other in others} == others, "the others went on"
    assert run.events("child.ended") == list(CHILDREN)
    assert await http_pid(run.told["port"]) == run.pid("server")
    connection = await asyncpg.connect(run.told["postgres_dsn"])
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_a_child_that_keeps_dying_is_restarted_ever_more_slowly(run: Run) -> None:
    for deaths in (1, 2, 3):
        await run.until_started("valkey", times=deaths)
        os.kill(run.pid("valkey"), signal.SIGKILL)
    await until(lambda: len(run.events("child.ended")) == 3, "three ends in the journal")
    delays = [line["restart_in_ms"] for line in run.journal if line["event"] == "child.ended"]
    assert delays == [100, 200, 400]


def test_backoff_is_bounded_and_forgets() -> None:
    backoff = Backoff()
    assert [backoff.next_delay_s(0) for _ in range(9)] == [
        *(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0)
    ]
    assert backoff.next_delay_s(31) == 0.1


async def test_children_stop_in_order(run: Run) -> None:
    run.process.send_signal(signal.SIGTERM)
    assert await run.ended() == 0
    await until(lambda: len(run.events("child.stopped")) == 4, "four stops in the journal")
    assert run.events("child.stopped") == ["server", "valkey", "s3", "postgres"]
    endings = {line["child"]: line["ending"] for line in run.journal if "ending" in line}
    assert endings["postgres"] == endings["valkey"] == endings["server"] == "exit 0"
    assert left_in(run.data) == []


async def test_a_request_under_way_is_answered_before_the_stop(run: Run) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", run.told["port"])
    writer.write(b"GET /slow HTTP/1.1\r\n\r\n")
    await until(lambda: (run.data / "held").exists(), "the request is under way")
    run.process.send_signal(signal.SIGINT)
    await until(lambda: (run.data / "stopping").exists(), "the server was told to stop")
    assert "postgres" in marked_alive(run.data), "what the request may need still runs"
    (run.data / "release").touch()
    assert (await asyncio.wait_for(reader.read(), 30)).startswith(b"HTTP/1.1 200")
    writer.close()
    assert await run.ended() == 0


async def test_a_second_signal_hastens(run: Run) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", run.told["port"])
    writer.write(b"GET /slow HTTP/1.1\r\n\r\n")
    await until(lambda: (run.data / "held").exists(), "the request is under way")
    run.process.send_signal(signal.SIGINT)
    await until(lambda: (run.data / "stopping").exists(), "the server was told to stop")
    run.process.send_signal(signal.SIGINT)
    assert await run.ended() == 0, "although the request is held for ever"
    await until(lambda: len(run.events("child.stopped")) == 4, "four stops in the journal")
    endings = {line["child"]: line["ending"] for line in run.journal if "ending" in line}
    assert endings["server"] == "SIGKILL"
    assert left_in(run.data) == []
    writer.close()


@asynccontextmanager
async def computing(dsn: str) -> AsyncIterator[None]:
    """A backend computes: such a one notices nothing by itself, and outlives a killed postmaster.

    The server must be gone when the block ends.
    """
    busy = asyncio.create_task((await asyncpg.connect(dsn)).execute(COMPUTES))
    watcher = await asyncpg.connect(dsn)
    while not await watcher.fetchval(  # noqa: ASYNC110  # another process's state
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = $1", COMPUTES
    ):
        await asyncio.sleep(0.01)
    yield
    watcher.terminate()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await busy


@contextmanager
def _open_folder() -> Iterator[Path]:
    """A folder of its own for the ordinary user, outside pytest's private ones."""
    with TemporaryDirectory(prefix="shuangtui-user-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


async def _kill_and_start_again(data: Path, prefix: list[str]) -> None:
    async with running(data, prefix=prefix) as run, computing(run.told["postgres_dsn"]):
        assert run.told["first_start"]
        connection = await asyncpg.connect(run.told["postgres_dsn"])
        await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        run.process.kill()
        await run.ended()
        async with (
            running(data, run.told["port"], prefix) as again,  # at once, on the same port
            computing(again.told["postgres_dsn"]),
        ):
            assert not again.told["first_start"]
            connection = await asyncpg.connect(again.told["postgres_dsn"])
            assert await connection.fetchval("SELECT n FROM kept") == 7
            again.process.kill()
            await again.ended()
            await until(lambda: left_in(data) == [], "no process is left", within_s=10)
            assert marked_alive(data) == []


async def test_sigkill_leaves_nothing_and_the_next_start_works(quick_path: Path) -> None:
    await _kill_and_start_again(quick_path / "data", [])


async def test_the_same_as_an_ordinary_user() -> None:
    prefix = as_ordinary_user()
    if prefix is None:
        pytest.skip("setpriv (util-linux) is needed to become an ordinary user")
    with _open_folder() as folder:
        await _kill_and_start_again(folder / "data", prefix)


async def test_a_second_run_on_the_same_data_is_refused(run: Run) -> None:
    second = await started(run.data)
    assert await asyncio.wait_for(second.wait(), 30) == REFUSED
    message = await said(second)
    assert f"in use by process {run.process.pid}" in message
    assert "--data" in message
    assert set(marked_alive(run.data)) == set(CHILDREN), "the first goes on undisturbed"


async def test_a_folder_of_somebody_else_is_refused(quick_path: Path) -> None:
    prefix = as_ordinary_user()
    if prefix is None:
        pytest.skip("setpriv (util-linux) is needed to become an ordinary user")
    (quick_path / "theirs").mkdir(mode=0o500)
    process = await started(quick_path / "theirs" / "data", prefix=prefix)
    assert await asyncio.wait_for(process.wait(), 30) == REFUSED
    assert "No permission for the data folder" in await said(process)


async def test_a_port_in_use_is_refused_with_the_option(quick_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        second = await started(quick_path / "data", port)
        assert await asyncio.wait_for(second.wait(), 30) == REFUSED
        assert f"Port {port} is in use. Choose another one with --port" in await said(second)
        with pytest.raises(PortInUse) as refused:
            listen_on("127.0.0.1", port, option="--wechat-port")
        assert "--wechat-port" in refused.value.text.zh
    listen_on("127.0.0.1", port, option="--port").close()
    assert left_in(quick_path / "data") == []


async def test_a_stop_during_the_start_stops_what_was_started(quick_path: Path) -> None:
    data = quick_path / "data"
    process = await started(data)
    await until(lambda: (data / "pids" / "postgres.pid").exists(), "PostgreSQL is being started")
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.wait(), 30)
    assert left_in(data) == []
