"""Deletes rows past their retention: idempotency records, job logs, pushes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from tortoise import connections

from storage.postgres.core.transaction import postgres_errors

_BATCH: Final = 5000

_STATEMENTS: Final[Mapping[str, tuple[str, str, timedelta]]] = MappingProxyType(
    {
        # table: (key column, what is old, how long it is kept)
        "idempotency_records": ("key_hash", "created_at < $1", timedelta(hours=24)),
        "push_events": ("id", "received_at < $1 AND processed_at IS NOT NULL", timedelta(days=14)),
        "paper_links": ("token_hash", "expires_at < $1", timedelta(days=1)),
        "pgqueuer_log": ("id", "created < $1", timedelta(days=14)),
        "pgqueuer_statistics": ("id", "created < $1", timedelta(days=90)),
    }
)


async def prune(now: datetime) -> dict[str, int]:
    """Rows deleted by table, a few thousand at a time. Raises StoreUnavailable."""
    deleted: dict[str, int] = {}
    for table, (key, is_old, kept) in _STATEMENTS.items():
        deleted[table] = 0
        while count := await _delete(table, key, is_old, now - kept):
            deleted[table] += count
            if count < _BATCH:
                break
    return deleted


async def _delete(table: str, key: str, is_old: str, before: datetime) -> int:
    with postgres_errors():
        count, _ = await connections.get("default").execute_query(
            f"DELETE FROM {table} WHERE {key} IN"
            f" (SELECT {key} FROM {table} WHERE {is_old} LIMIT {_BATCH})",
            [before],
        )
    return int(count)
