"""TLS to each store: the right authority is believed, another one and another host are not."""

import asyncio
import os
import random
import secrets
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLCertVerificationError
from urllib.parse import quote

import pytest
import pytest_asyncio
from asyncpg import InvalidAuthorizationSpecificationError
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from tortoise import connections
from tortoise.context import TortoiseContext

from server.edge.jobs.run import run_jobs
from standalone.embedded.binaries import rclone_program
from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.client import S3Place
from storage.postgres.core.connect import ping, raw_connection, tortoise_config
from storage.redis.connect import open_redis, redis_edge
from tests.world.certificates import Authority
from tests.world.debian_postgres import POSTGRES, debian_postgres
from tests.world.runs import until
from tests.world.valkey import valkey_server

HOST = f"127.0.{random.randrange(1, 250)}.{random.randrange(2, 250)}"
OTHER_HOST = "127.0.0.1"
REDIS = shutil.which("redis-server")
_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
_QUEUE = """
SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
WHERE application_name = 'queue' AND query LIKE '%pgqueuer%'
"""


@dataclass(frozen=True)
class Authorities:
    ours: Authority
    strange: Authority


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    folder = tmp_path_factory.mktemp("authorities")
    return Authorities(Authority.made(folder, "ours"), Authority.made(folder, "strange"))


@dataclass(frozen=True)
class Database:
    port: int
    password: str

    def dsn(self, host: str = HOST, /, **parameters: str | Path) -> str:
        words = "&".join(f"{name}={quote(str(one), safe='')}" for name, one in parameters.items())
        return f"postgresql://postgres:{self.password}@{host}:{self.port}/postgres?{words}"


@asynccontextmanager
async def postgres(tls: tuple[Path, Path] | None) -> AsyncIterator[Database]:
    """A PostgreSQL on two addresses of loopback; one is the certificate's."""
    if POSTGRES is None:
        pytest.skip("Debian's postgresql is not installed; the PostgreSQL of the wheel has no TLS")
    database = Database(_free_port(HOST), secrets.token_hex(16))
    async with debian_postgres((HOST, OTHER_HOST), database.port, database.password, tls):
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(authorities: Authorities) -> AsyncIterator[Database]:
    """It lets nobody in without TLS."""
    async with postgres(authorities.ours.issue(HOST)) as started:
        yield started


async def _is_encrypted(dsn: str) -> bool:
    connection = await raw_connection(dsn)
    try:
        return bool(await connection.fetchval(_ENCRYPTED))
    finally:
        await connection.close()


async def test_a_database_of_the_right_authority_is_believed(
    database: Database, authorities: Authorities
) -> None:
    dsn = database.dsn(sslmode="verify-full", sslrootcert=authorities.ours.ca)
    assert await _is_encrypted(dsn)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=1))
        await ping()
        _, rows = await connections.get("default").execute_query(_ENCRYPTED)
        assert [row["ssl"] for row in rows] == [True]


async def _refused(dsn: str, *reasons: type[Exception]) -> None:
    with pytest.raises(reasons):
        await raw_connection(dsn)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=1))
        with pytest.raises((*reasons, OSError)):
            await ping()


@pytest.mark.parametrize("wrong", ["authority", "host", "none"])
async def test_a_database_that_another_plays_is_not_believed(
    database: Database, authorities: Authorities, wrong: str
) -> None:
    ca = authorities.strange.ca if wrong == "authority" else authorities.ours.ca
    host = OTHER_HOST if wrong == "host" else HOST
    root = {} if wrong == "none" else {"sslrootcert": ca}
    await _refused(database.dsn(host, sslmode="verify-full", **root), SSLCertVerificationError)


async def test_a_database_without_tls_is_asked_nothing_where_tls_is_demanded(
    authorities: Authorities, caplog: pytest.LogCaptureFixture
) -> None:
    async with postgres(tls=None) as plain:
        dsn = plain.dsn(sslmode="verify-full", sslrootcert=authorities.ours.ca)
        await _refused(dsn, ConnectionError)
        await _refused(plain.dsn(sslmode="require"), ConnectionError)
        async with _queue(dsn):
            await until(lambda: "rejected SSL upgrade" in caplog.text, "the refusal")
        for control in (plain.dsn(sslmode="disable"), plain.dsn()):
            assert not await _is_encrypted(control)


def _believing(authority: Authority) -> dict[str, str]:
    return {"sslmode": "verify-full", "sslrootcert": str(authority.ca)}


@asynccontextmanager
async def _queue(dsn: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(run_jobs(dsn, {}, stop=stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def test_the_queue_connects_by_the_same_rule(
    database: Database, authorities: Authorities, caplog: pytest.LogCaptureFixture
) -> None:
    ours, strange = (_believing(one) for one in (authorities.ours, authorities.strange))
    watcher = await raw_connection(database.dsn(**ours))
    try:
        await Queries(AsyncpgDriver(watcher)).install()
        async with _queue(database.dsn(**ours, application_name="queue")), asyncio.timeout(60):
            while not await watcher.fetchval(_QUEUE):  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.02)
    finally:
        await watcher.close()
    assert "interrupted" not in caplog.text
    for dsn in (database.dsn(**strange), database.dsn(OTHER_HOST, **ours)):
        caplog.clear()
        async with _queue(dsn):
            await until(lambda: "SSLCertVerificationError" in caplog.text, "the refusal")


async def test_the_control_what_verifies_nothing_believes_anybody(database: Database) -> None:
    assert await _is_encrypted(database.dsn(OTHER_HOST, sslmode="require"))
    assert await _is_encrypted(database.dsn(OTHER_HOST))


async def test_nothing_is_asked_of_tls_where_it_is_disabled(database: Database) -> None:
    with pytest.raises(InvalidAuthorizationSpecificationError, match="no encryption"):
        await raw_connection(database.dsn(sslmode="disable"))


async def test_verify_ca_asks_for_the_authority_and_not_for_the_host(
    database: Database, authorities: Authorities
) -> None:
    ours = database.dsn(OTHER_HOST, sslmode="verify-ca", sslrootcert=authorities.ours.ca)
    assert await _is_encrypted(ours)
    strange = database.dsn(HOST, sslmode="verify-ca", sslrootcert=authorities.strange.ca)
    with pytest.raises(SSLCertVerificationError):
        await raw_connection(strange)


async def test_a_name_and_a_time_are_honoured(database: Database, authorities: Authorities) -> None:
    dsn = database.dsn(
        sslmode="verify-full", sslrootcert=authorities.ours.ca, application_name="clerk"
    )
    connection = await raw_connection(dsn)
    try:
        assert await connection.fetchval("SHOW application_name") == "clerk"
    finally:
        await connection.close()


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.skipif(
    REDIS is None, reason="redis-server is not installed; Valkey's wheel has no TLS"
)
async def test_a_redis_by_tls(authorities: Authorities) -> None:
    certificate, key = authorities.ours.issue(HOST)
    port = _free_port(HOST)
    options = (
        *("--bind", HOST, OTHER_HOST, "--tls-port", str(port), "--tls-auth-clients", "no"),
        *("--tls-cert-file", str(certificate), "--tls-key-file", str(key)),
    )
    async with valkey_server(*options, program=REDIS):
        right = f"rediss://{HOST}:{port}?ssl_ca_certs={authorities.ours.ca}"
        assert await _answers(right)
        assert not await _answers(right.replace("ours.pem", "strange.pem"))
        assert not await _answers(right.replace(HOST, OTHER_HOST, 1))
        assert not await _answers(f"rediss://{HOST}:{port}")
        assert await _answers(f"rediss://{OTHER_HOST}:{port}?ssl_cert_reqs=none"), "the control"


async def _answers(url: str) -> bool:
    client = open_redis(url)
    try:
        with redis_edge():
            return bool(await client.ping())
    except StoreUnavailable:
        return False
    finally:
        await client.aclose()


@asynccontextmanager
async def s3_by_tls(authority: Authority, folder: Path) -> AsyncIterator[int]:
    certificate, key = authority.issue(HOST)
    port = _free_port(HOST)
    (folder / "objects").mkdir()
    process = await asyncio.create_subprocess_exec(
        *(str(rclone_program()), "serve", "s3", "--config", "", str(folder / "objects")),
        *("--addr", f"{HOST}:{port}", "--addr", f"{OTHER_HOST}:{port}"),
        *("--cert", str(certificate), "--key", str(key)),
        env={**os.environ, "RCLONE_AUTH_KEY": '"access,secret"'},
        stdout=sys.stderr,
    )
    try:
        async with asyncio.timeout(30):
            while True:
                try:
                    _, writer = await asyncio.open_connection(HOST, port)
                except OSError:
                    await asyncio.sleep(0.1)
                else:
                    writer.close()
                    break
        yield port
    finally:
        process.kill()
        await process.wait()


async def test_an_object_store_by_tls(authorities: Authorities, tmp_path: Path) -> None:
    async with s3_by_tls(authorities.ours, tmp_path) as port:
        assert await _keeps(f"https://{HOST}:{port}", authorities.ours.ca)
        assert not await _keeps(f"https://{HOST}:{port}", authorities.strange.ca)
        assert not await _keeps(f"https://{OTHER_HOST}:{port}", authorities.ours.ca)
        assert not await _keeps(f"https://{HOST}:{port}", None)


async def _keeps(endpoint: str, ca: Path | None) -> bool:
    place = S3Place(endpoint, "access", "secret", "papers", ca_file=None if ca is None else str(ca))
    bucket = Bucket(place)
    try:
        await bucket.ensure()
        await bucket.ping()
    except StoreUnavailable:
        return False
    else:
        return True
    finally:
        await bucket.close()
