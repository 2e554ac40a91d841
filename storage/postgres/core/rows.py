"""Rows as typed values: what a statement returns is checked once, where it comes in.

A shape is a `msgspec.Struct`; its fields are the statement's columns. JSON columns are selected as
`::text` into a `str` field and decoded by the shape's own property.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from tortoise import connections

from storage.postgres.core.transaction import Tx, postgres_errors

Row = TypeVar("Row", bound=msgspec.Struct)


def as_row(shape: type[Row], record: Mapping[str, Any]) -> Row:
    """The record as `shape`. Raises msgspec.ValidationError where statement and shape disagree."""
    return msgspec.convert(dict(record), shape)


async def find_row(shape: type[Row], statement: str, *values: object, tx: Tx | None) -> Row | None:
    """The first row; `tx` None reads on a connection of the pool. Raises StoreUnavailable."""
    rows = await list_rows(shape, statement, *values, tx=tx)
    return rows[0] if rows else None


async def list_rows(shape: type[Row], statement: str, *values: object, tx: Tx | None) -> list[Row]:
    """All rows, in the statement's order. Raises StoreUnavailable."""
    if tx is not None:
        return [as_row(shape, record) for record in await tx.raw.fetch(statement, *values)]
    with postgres_errors():
        records = await connections.get("default").execute_query_dict(statement, list(values))
    return [msgspec.convert(record, shape) for record in records]


async def list_ids(statement: str, *values: object, tx: Tx | None) -> list[UUID]:
    """The column `id` of all rows, in the statement's order. Raises StoreUnavailable."""
    return [row.id for row in await list_rows(_WithId, statement, *values, tx=tx)]


class _WithId(msgspec.Struct, frozen=True):
    id: UUID
