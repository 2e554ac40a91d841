"""Deletes objects without a row: of a paper that was removed, of an upload that broke off."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from storage.files.bucket import Bucket
from storage.files.names import EVIDENCE_PREFIX
from storage.files.sweep import list_orphans
from storage.postgres.core.rows import find_row, list_rows

_LOG = logging.getLogger(__name__)
ORPHAN_AFTER: Final = timedelta(hours=1)
"""Far longer than an upload takes from its last byte to its commit."""

_REMOVED = """
SELECT object_name FROM evidence
 WHERE id = $1 AND (deleted_at IS NOT NULL OR state = 'refused')
"""
# A paper of a batch lies in the folder of its row until that has become an application.
_KNOWN = """
SELECT object_name FROM evidence WHERE object_name = ANY($1)
 UNION ALL
SELECT n.object_name FROM unnest($1::text[]) AS n(object_name)
  JOIN batch_rows r ON r.id = split_part(n.object_name, '/', 2)::uuid
 WHERE r.state IN ('waiting', 'ready')
"""


class _Row(msgspec.Struct, frozen=True):
    object_name: str


async def erase_object(evidence_id: UUID, *, bucket: Bucket) -> None:
    """The bytes of a removed or refused paper; any other keeps them. Raises StoreUnavailable."""
    removed = await find_row(_Row, _REMOVED, evidence_id, tx=None)
    if removed is not None:
        await bucket.delete(removed.object_name)


async def sweep_orphans(*, bucket: Bucket, clock: Clock) -> int:
    """Delete objects at least an hour old that no row knows; how many. Raises StoreUnavailable."""
    older_than = clock.now() - ORPHAN_AFTER
    found = list_orphans(bucket, EVIDENCE_PREFIX, older_than=older_than, known=known_names)
    deleted = 0
    async for orphan in found:
        await bucket.delete(orphan.name)
        deleted += 1
    if deleted:
        _LOG.info("%s objects without a row were deleted", deleted)
    return deleted


async def known_names(names: Sequence[str]) -> list[str]:
    """Those of the names that a row knows, removed papers among them. Raises StoreUnavailable."""
    return [row.object_name for row in await list_rows(_Row, _KNOWN, list(names), tx=None)]
