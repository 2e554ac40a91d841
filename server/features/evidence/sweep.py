"""Compares the store with the rows in both directions, for an operator; deletes only when told to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.evidence.orphans import find_orphans
from server.features.evidence.unfinished import end_unfinished, find_unfinished
from storage.files.bucket import Bucket, StoredObject
from storage.files.parts import Unfinished
from storage.postgres.core.rows import list_rows

_PAGE: Final = 100
_LIVING: Final = """
SELECT v.id, v.object_name, v.kind, a.number
  FROM evidence v JOIN applications a ON a.id = v.application_id
 WHERE v.deleted_at IS NULL AND v.state NOT IN ('refused', 'expired')
"""
_AFTER: Final = f"{_LIVING} AND v.id > $1 ORDER BY v.id LIMIT {_PAGE}"
_AMONG: Final = f"{_LIVING} AND v.id = ANY($1) ORDER BY v.id"


class LostPaper(msgspec.Struct, frozen=True):
    """A row whose object is not in the store; `number` is its application's."""

    id: UUID
    object_name: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """What was found; `orphans` and `unfinished` were deleted if that was asked for."""

    orphans: list[StoredObject]
    unfinished: list[Unfinished]
    lost: list[LostPaper]


async def sweep_files(*, bucket: Bucket, clock: Clock, delete: bool) -> Sweep:
    """Objects at least an hour old without a row, and rows without an object.

    A row is never deleted: what it lost is in a backup, or nowhere. Raises StoreUnavailable.
    """
    orphans = [orphan async for orphan in find_orphans(bucket=bucket, clock=clock)]
    unfinished = await find_unfinished(bucket=bucket, clock=clock)
    if delete:
        await end_unfinished(unfinished, bucket=bucket)
        for orphan in orphans:
            await bucket.delete(orphan.name)
    missing = [lost async for lost in _without_object(bucket)]
    # A paper that its owner removed meanwhile has lost nothing.
    return Sweep(orphans, unfinished, await list_rows(LostPaper, _AMONG, missing, tx=None))


async def _without_object(bucket: Bucket) -> AsyncIterator[UUID]:
    after = UUID(int=0)
    while page := await list_rows(LostPaper, _AFTER, after, tx=None):
        there = await asyncio.gather(*(bucket.exists(row.object_name) for row in page))
        for row, exists in zip(page, there, strict=True):
            if not exists:
                yield row.id
        after = page[-1].id
