"""One set of real servers for a pytest run, and in it a database, a Redis db and a bucket per worker.

A test that takes servers down starts its own: `embedded_servers(quick_path)` with
`names=("valkey",)` or the like takes 0.1 s, with PostgreSQL 0.6 s.
"""

import fcntl
import json
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from standalone.embedded.postgres import PostgresAddress
from standalone.embedded.s3 import S3Address
from standalone.embedded.valkey import ValkeyAddress

_ROOM_BYTES = 2 * 1024**3
_START_WITHIN_S = 60.0
_END_WITHIN_S = 30.0
_PROJECT = Path(__file__).resolve().parents[2]
_RUN = pytest.StashKey["_Run"]()


@dataclass(frozen=True)
class _Run:
    """What all workers of one run know: its folder, and the process whose end is its end.

    The folder is made when first needed, so that a killed run that needed none leaves none.
    """

    root: Path
    pid: int
    worker: int


@dataclass(frozen=True)
class Embedded:
    """This worker's share of the servers; nothing in it is another worker's.

    `postgres_dsn` is the superuser's, for the empty `database`; `postgres.dsn(name, user=…,
    password=…)` leads elsewhere on the server. `root` is the run's folder, see `once`.
    """

    postgres_dsn: str
    database: str
    redis_url: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    bucket: str
    worker: int
    root: Path
    postgres: PostgresAddress
    valkey: ValkeyAddress
    s3: S3Address


@pytest.hookimpl
def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--servers-in", type=Path, default=None, help="folder for the data of the test servers"
    )


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    if given is None:
        parent = config.getoption("--servers-in") or _roomy_folder()
        root = Path(parent, f"shuangtui-test-{secrets.token_hex(8)}")
        config.stash[_RUN] = _Run(root, os.getpid(), 0)
    else:
        number = int(given["workerid"].removeprefix("gw")) + 1
        config.stash[_RUN] = _Run(Path(given["servers_root"]), given["servers_run"], number)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    run = node.config.stash[_RUN]
    node.workerinput |= {"servers_root": str(run.root), "servers_run": run.pid}


@pytest.hookimpl
def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_RUN, None)
    if run is None or run.pid != os.getpid():
        return
    described = run.root / "servers.json"
    if described.exists():
        _end(json.loads(described.read_text("utf-8"))["holder"])
    shutil.rmtree(run.root, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded(request: pytest.FixtureRequest) -> AsyncIterator[Embedded]:
    """PostgreSQL, Valkey and S3, started when the first test of the run asks for them."""
    share = _share(request.config.stash[_RUN])
    admin = await asyncpg.connect(share.postgres.dsn())
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{share.database}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{share.database}"')
    finally:
        await admin.close()
    yield share


@pytest.fixture
def quick_path(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Like `tmp_path`, but where syncs cost nothing, and gone after the test: for servers' data."""
    root = request.config.stash[_RUN].root
    root.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="own-", dir=root))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def once(root: Path, name: str) -> Iterator[bool]:
    """Do something once in a run, whichever worker comes first; the others wait for it.

    `with once(embedded.root, "migrated") as first: if first: …`. A failed attempt does not count.
    """
    root.mkdir(mode=0o700, exist_ok=True)
    done = root / f"{name}.done"
    with open(root / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        first = not done.exists()
        yield first
        if first:
            done.touch()


def _share(run: _Run) -> Embedded:
    with once(run.root, "servers") as first:
        if first:
            _start(run)
    known = json.loads((run.root / "servers.json").read_text("utf-8"))
    postgres = PostgresAddress(Path(known["postgres_sockets"]), known["postgres_password"])
    valkey = ValkeyAddress(Path(known["redis_socket"]), known["redis_password"])
    s3 = S3Address(known["s3_endpoint"], known["s3_access_key"], known["s3_secret_key"])
    database = f"test_{run.worker}"
    return Embedded(
        postgres_dsn=postgres.dsn(database),
        database=database,
        redis_url=valkey.url(run.worker),
        s3_endpoint=s3.endpoint,
        s3_access_key=s3.access_key,
        s3_secret_key=s3.secret_key,
        bucket=f"test-{run.worker}",
        worker=run.worker,
        root=run.root,
        postgres=postgres,
        valkey=valkey,
        s3=s3,
    )


def _start(run: _Run) -> None:
    log = run.root / "holder.log"
    with log.open("wb") as output:
        holder = subprocess.Popen(  # noqa: S603  # our own program and arguments
            [sys.executable, "-m", "tests.world.holder", str(run.root), str(run.pid)],
            cwd=_PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + _START_WITHIN_S
    while not (run.root / "servers.json").exists():
        if holder.poll() is not None or time.monotonic() > deadline:
            said = log.read_text("utf-8") if log.exists() else "(its folder is gone)"
            raise RuntimeError(f"the test servers did not start:\n{said}")
        time.sleep(0.02)


def _end(holder: int) -> None:
    """A pidfd tells the end of a process that need not be our child."""
    try:
        descriptor = os.pidfd_open(holder)
    except ProcessLookupError:
        return
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGTERM)
        select.select([descriptor], [], [], _END_WITHIN_S)
    finally:
        os.close(descriptor)


def _roomy_folder() -> str:
    """Memory where there is enough of it: PostgreSQL's syncs cost nothing there."""
    memory = Path("/dev/shm")  # noqa: S108  # a private folder is made in it
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    roomy = usable and shutil.disk_usage(memory).free >= _ROOM_BYTES
    return str(memory) if roomy else tempfile.gettempdir()
