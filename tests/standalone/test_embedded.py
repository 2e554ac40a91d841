"""The embedded servers: private, lasting, and able to start after whatever happened before."""

import os
import shutil
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import asyncpg
import pytest
from minio import Minio
from minio.error import MinioException
from redis.asyncio import Redis
from redis.exceptions import RedisError

from standalone.embedded.errors import (
    DataFolderInUse,
    OtherVersion,
    SecretsDoNotFit,
)
from standalone.embedded.plan import prepared
from standalone.embedded.running import embedded_servers
from tests.world.runs import left_in

_LISTEN = "0A"


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def redis_at(url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(url)
    try:
        yield client
    finally:
        await client.aclose()


def of_process(pid: int, name: str) -> Path:
    return Path("/proc", str(pid), name)


def minio_at(endpoint: str, access_key: str, secret_key: str) -> Minio:
    return Minio(endpoint, access_key, secret_key, secure=False)


async def test_what_was_kept_is_there_at_the_second_start(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data") as running:
        assert running.plan.first_start
        servers = running.servers
        async with connected(servers.postgres_dsn) as connection:
            await connection.execute("CREATE TABLE kept AS SELECT '双推' AS word")
        async with redis_at(servers.redis_url) as redis:
            await redis.set("kept", "双推")
        s3 = minio_at(servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key)
        s3.make_bucket("kept")
    async with embedded_servers(quick_path / "data") as running:
        assert not running.plan.first_start
        servers = running.servers
        async with connected(servers.postgres_dsn) as connection:
            assert await connection.fetchval("SELECT word FROM kept") == "双推"
        async with redis_at(servers.redis_url) as redis:
            assert await redis.get("kept") == "双推".encode()
        s3 = minio_at(servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key)
        assert s3.bucket_exists("kept")
    assert left_in(quick_path / "data") == []


async def test_without_the_secrets_nobody_gets_in(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data") as running:
        servers = running.servers
        assert servers.postgres is not None
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(servers.postgres.dsn(password="guessed"))
        async with redis_at(servers.redis_url.replace("//:", "//:x")) as redis:
            with pytest.raises(RedisError, match="invalid username-password"):
                await redis.ping()
        with pytest.raises(MinioException, match="SignatureDoesNotMatch"):
            minio_at(servers.s3_endpoint, servers.s3_access_key, "guessed").list_buckets()
        with pytest.raises(MinioException, match="UnsupportedAlgorithm"):
            Minio(servers.s3_endpoint, secure=False).list_buckets()


async def test_no_secret_is_in_arguments_and_no_file_is_open_to_others(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data") as running:
        secrets = (running.plan.folder.root / "secrets.toml").read_text("utf-8").split('"')[1::2]
        assert len(secrets) == 4
        for name in running.plan.children:
            arguments = of_process(running.pid(name), "cmdline").read_text("utf-8")
            assert not any(secret in arguments for secret in secrets), name
        open_to_others = [
            path
            for path in (quick_path / "data").rglob("*")
            if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
            if path.parent == running.plan.folder.root or path.is_socket()
        ]
        assert open_to_others == []
        assert running.servers.postgres is not None
        assert stat.S_IMODE(running.servers.postgres.sockets.stat().st_mode) == 0o700


async def test_nothing_listens_beyond_this_machine(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data") as running:
        listening = {name: _listens_on(running.pid(name)) for name in running.plan.children}
        assert listening == {"postgres": set(), "valkey": set(), "s3": {"127.0.0.1"}}


def _listens_on(pid: int) -> set[str]:
    """Addresses of the TCP sockets that the process itself listens on (proc_pid_net(5))."""
    held = {os.readlink(one) for one in of_process(pid, "fd").iterdir()}
    found = set()
    for table in ("net/tcp", "net/tcp6"):
        for line in of_process(pid, table).read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == _LISTEN and f"socket:[{rest[5]}]" in held:
                found.add(_address(local.partition(":")[0]))
    return found


def _address(hexadecimal: str) -> str:
    """The kernel writes words of 32 bits in the machine's own order."""
    words = [bytes.fromhex(hexadecimal[at : at + 8])[::-1] for at in range(0, len(hexadecimal), 8)]
    return str(ip_address(b"".join(words)))


async def test_valkey_never_evicts_and_keeps_a_log(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data", names=["valkey"]) as running:
        async with redis_at(running.servers.redis_url) as redis:
            settings = await redis.config_get("maxmemory-policy", "appendonly", "appendfsync")
        assert settings == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "appendfsync": "everysec",
        }


async def test_a_long_path_takes_its_sockets_elsewhere(quick_path: Path) -> None:
    data = quick_path / ("very-long-folder-name-" * 5) / "data"
    for _ in range(2):
        async with embedded_servers(data, names=["postgres", "valkey"]) as running:
            servers = running.servers
            assert servers.postgres is not None
            assert servers.valkey is not None
            elsewhere = (servers.postgres.sockets, servers.valkey.socket.parent)
            for folder in elsewhere:
                assert not folder.is_relative_to(data)
                assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            async with connected(servers.postgres_dsn) as connection:
                assert await connection.fetchval("SELECT 1") == 1
            async with redis_at(servers.redis_url) as redis:
                assert await redis.ping()
        assert not any(folder.exists() for folder in elsewhere), (
            "nothing stays in the temporary folder"
        )


async def test_sockets_elsewhere_that_a_killed_run_left_are_used_again(
    quick_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = quick_path / ("very-long-folder-name-" * 5) / "data"
    folders = set()
    with monkeypatch.context() as as_if_killed:
        as_if_killed.setattr("standalone.embedded.plan.drop_temporary", lambda wanted: None)
        async with embedded_servers(data, names=["postgres"]) as running:
            assert running.servers.postgres is not None
            folders.add(running.servers.postgres.sockets)
    async with embedded_servers(data, names=["postgres"]) as running:
        assert running.servers.postgres is not None
        folders.add(running.servers.postgres.sockets)
    assert len(folders) == 1
    assert not folders.pop().exists()


async def test_a_folder_with_odd_characters_works(quick_path: Path) -> None:
    async with embedded_servers(quick_path / '数据 it\'s "a" 100%') as running:
        async with connected(running.servers.postgres_dsn) as connection:
            assert await connection.fetchval("SELECT 1") == 1
        async with redis_at(running.servers.redis_url) as redis:
            assert await redis.ping()


async def test_as_root_postgres_has_a_user_of_its_own(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data", names=["postgres"]) as running:
        owner = of_process(running.pid("postgres"), "status").stat().st_uid
        assert owner == running.plan.folder.postgres.stat().st_uid
        assert owner != 0, "PostgreSQL refuses to be root"
        assert (owner == os.geteuid()) is (os.geteuid() != 0)
        assert running.plan.folder.root.stat().st_uid == os.geteuid()


async def test_one_folder_has_one_holder(quick_path: Path) -> None:
    async with prepared(quick_path / "data", names=["valkey"]):
        with pytest.raises(DataFolderInUse) as refused:
            async with prepared(quick_path / "data", names=["valkey"]):
                pass
        assert str(os.getpid()) in refused.value.text.zh
        assert "--data" in refused.value.text.zh
    async with prepared(quick_path / "data", names=["valkey"]):
        pass  # and once it is free again, it can be had


async def test_a_killed_server_starts_again_at_its_old_address(quick_path: Path) -> None:
    async with embedded_servers(quick_path / "data") as running:
        for name in running.plan.children:
            before = running.pid(name)
            await running.kill(name)
            await running.start(name)
            assert running.pid(name) != before
        servers = running.servers
        async with connected(servers.postgres_dsn) as connection:
            assert await connection.fetchval("SELECT 1") == 1
        s3 = minio_at(servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key)
        assert s3.list_buckets() == []


async def test_stale_files_of_an_earlier_run_do_not_stop_the_next(quick_path: Path) -> None:
    """The numbers in them now belong to a stranger: this very process."""
    data = quick_path / "data"
    async with embedded_servers(data) as running:
        cluster = running.plan.folder.postgres / "cluster"
        left = (cluster / "postmaster.pid").read_text("ascii").splitlines()
    (cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:], ""]), "ascii")
    for name in ("postgres", "valkey", "s3"):
        (data / "pids" / f"{name}.pid").write_text(f"{os.getpid()} 1 /usr/bin/true\n", "utf-8")
    (data / "pids" / "server.pid").write_text("cut sho", "utf-8")
    (data / "initdb-staging" / "postgres").mkdir(parents=True)
    async with (
        embedded_servers(data) as running,
        connected(running.servers.postgres_dsn) as connection,
    ):
        assert await connection.fetchval("SELECT 1") == 1


async def test_half_an_upload_of_a_killed_server_is_removed(quick_path: Path) -> None:
    bucket = quick_path / "data" / "s3" / "objects" / "evidence" / "a"
    bucket.mkdir(parents=True)
    (bucket / ".rclone_temp_put_1234").write_bytes(b"half")
    (bucket / "whole").write_bytes(b"whole")
    async with embedded_servers(quick_path / "data", names=["s3"]):
        assert [path.name for path in bucket.iterdir()] == ["whole"]


async def test_wrong_secrets_and_another_version_are_told_apart(quick_path: Path) -> None:
    data = quick_path / "data"
    async with embedded_servers(data, names=["postgres"]):
        kept = (data / "secrets.toml").read_text("utf-8")
    (data / "secrets.toml").unlink()
    with pytest.raises(SecretsDoNotFit, match="Restore the secrets"):
        async with embedded_servers(data, names=["postgres"]):
            pass
    assert left_in(data) == []
    (data / "secrets.toml").write_text(kept, "utf-8")
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("16\n", "ascii")
    with pytest.raises(OtherVersion, match="16"):
        async with embedded_servers(data, names=["postgres"]):
            pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
async def test_programs_in_a_closed_folder_are_copied_to_where_postgres_reaches_them(
    quick_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a checkout under /root: the programs must run from a copy, at the next start too."""
    monkeypatch.setattr("standalone.embedded.binaries.may_reach", lambda path, account: False)
    copies = set()
    for _ in range(2):
        async with embedded_servers(quick_path / "data", names=["postgres"]) as running:
            program = Path(os.readlink(f"/proc/{running.pid('postgres')}/exe"))
            copies.add(program)
            async with connected(running.servers.postgres_dsn) as connection:
                assert (
                    await connection.fetchval("SELECT to_tsvector('simple', '双推')") == "'双推':1"
                )
    shutil.rmtree((quick_path / "data" / "postgres-programs").read_text("utf-8"))
    assert len(copies) == 1
    assert "site-packages" not in str(program)
