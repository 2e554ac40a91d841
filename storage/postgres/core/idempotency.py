"""Idempotency records: what a repeated POST finds, written in the use case's transaction."""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
from tortoise import connections

from storage.postgres.core.lost import postgres_errors

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Once:
    """One attempt that carries an `Idempotency-Key`; `body_hash` is a SHA-256 digest."""

    user_id: UUID
    method: str
    path: str
    key: str
    body_hash: bytes

    @property
    def key_hash(self) -> bytes:
        """SHA-256 of the scope: user, method, path, key."""
        scope = "\n".join((str(self.user_id), self.method, self.path, self.key))
        return hashlib.sha256(scope.encode()).digest()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an earlier attempt with the same user, method, path and key came to."""

    status: int
    resource_id: UUID | None
    body_hash: bytes


class OnceInProgress(Exception):
    """The twin of this request has not ended yet."""


class OnceRecorded(Exception):
    """The twin ended with success while this one was on its way; nothing was done here."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__("already recorded")
        self.recorded = recorded


current_once: ContextVar[Once | None] = ContextVar("current_once", default=None)
"""Set by the web edge around a handler, read by `transaction()`."""

_FIND = """
    SELECT status, resource_id, body_hash FROM idempotency_records
     WHERE key_hash = $1 AND created_at > now() - $2::interval
"""


async def find_once(once: Once) -> Recorded | None:
    """The record of an earlier success, looked up before any transaction is opened."""
    with postgres_errors():
        connection = connections.get("default")
        rows = await connection.execute_query_dict(_FIND, [once.key_hash.hex(), KEPT_FOR])
    return _recorded(rows[0]) if rows else None


async def begin_once(connection: asyncpg.Connection, once: Once) -> None:
    """Hold the key until the transaction ends; raises OnceInProgress or OnceRecorded."""
    lock = int.from_bytes(once.key_hash[:8], "big", signed=True)
    if not await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", lock):
        raise OnceInProgress
    row = await connection.fetchrow(_FIND, once.key_hash.hex(), KEPT_FOR)
    if row is not None:
        raise OnceRecorded(_recorded(row))


async def record_once(
    connection: asyncpg.Connection, once: Once, *, status: int, resource_id: UUID | None
) -> None:
    """Keep the success with the change it belongs to; an expired record of the key is replaced."""
    await connection.execute(
        """
        INSERT INTO idempotency_records (key_hash, body_hash, status, resource_id, created_at)
        VALUES ($1, $2, $3, $4, now())
        ON CONFLICT (key_hash) DO UPDATE SET body_hash = excluded.body_hash,
            status = excluded.status, resource_id = excluded.resource_id,
            created_at = excluded.created_at
        """,
        once.key_hash.hex(),
        once.body_hash.hex(),
        status,
        resource_id,
    )


def _recorded(row: asyncpg.Record) -> Recorded:
    return Recorded(row["status"], row["resource_id"], bytes.fromhex(row["body_hash"]))
