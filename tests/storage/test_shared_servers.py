"""The servers that a test run shares: each worker has its own part, and all parts serve."""

import asyncio

import asyncpg
from minio import Minio
from redis.asyncio import Redis

from tests.world.servers import Embedded, once


async def test_the_database_is_this_workers_own(embedded: Embedded) -> None:
    connection = await asyncpg.connect(embedded.postgres_dsn)
    try:
        assert await connection.fetchval("SELECT current_database()") == embedded.database
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
        assert await connection.fetchval("SHOW fsync") == "on"
    finally:
        await connection.close()


async def test_the_redis_database_is_this_workers_own(embedded: Embedded) -> None:
    redis = Redis.from_url(embedded.redis_url)
    try:
        assert redis.connection_pool.connection_kwargs["db"] == embedded.worker
        await redis.set("shared-servers-test", "1")
        assert await redis.getdel("shared-servers-test") == b"1"
    finally:
        await redis.aclose()


async def test_the_bucket_can_be_made(embedded: Embedded) -> None:
    client = Minio(
        embedded.s3_endpoint, embedded.s3_access_key, embedded.s3_secret_key, secure=False
    )
    name = f"{embedded.bucket}-own"
    await asyncio.to_thread(client.make_bucket, name)
    assert await asyncio.to_thread(client.bucket_exists, name)
    await asyncio.to_thread(client.remove_bucket, name)


def test_once_runs_again_after_a_failure_and_never_after_a_success(embedded: Embedded) -> None:
    name = f"once-{embedded.worker}"
    firsts = []
    for fails in (True, False, False):
        try:
            with once(embedded.root, name) as first:
                firsts.append(first)
                if fails:
                    raise RuntimeError("the attempt failed")
        except RuntimeError:
            continue
    assert firsts == [True, True, False]
