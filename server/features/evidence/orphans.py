"""Finds objects that no row has: of an upload that broke off, of a removal that did not end."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from storage.files.bucket import Bucket, StoredObject
from storage.files.names import EVIDENCE_PREFIX, PREVIEW_PREFIX
from storage.files.sweep import list_orphans
from storage.postgres.core.rows import list_ids, list_rows

ORPHAN_AFTER: Final = timedelta(hours=1)
"""Far longer than an upload takes from its last byte to its commit."""

# A paper of a batch lies in the folder of its row until that has become an application, or until
# the batch can go on no more: its archive is gone.
_KNOWN: Final = """
SELECT object_name FROM evidence
 WHERE object_name = ANY($1) AND deleted_at IS NULL AND state NOT IN ('refused', 'expired')
 UNION ALL
SELECT n.object_name FROM unnest($1::text[]) AS n(object_name)
  JOIN batch_rows r ON r.id = split_part(n.object_name, '/', 2)::uuid
  JOIN batches b ON b.id = r.batch_id JOIN uploads u ON u.id = b.archive_upload_id
 WHERE r.state IN ('waiting', 'ready')
"""
_SHOWN: Final = """
SELECT id FROM evidence WHERE id = ANY($1) AND deleted_at IS NULL AND state NOT IN ('refused', 'expired')
"""
_UNDECIDED: Final = """
SELECT r.id FROM batch_rows r
  JOIN batches b ON b.id = r.batch_id JOIN uploads u ON u.id = b.archive_upload_id
 WHERE r.id = ANY($1) AND r.state IN ('waiting', 'ready')
"""


class _Row(msgspec.Struct, frozen=True):
    object_name: str


async def find_orphans(*, bucket: Bucket, clock: Clock) -> AsyncIterator[StoredObject]:
    """Papers and previews at least an hour old without a living row. Raises StoreUnavailable."""
    older_than = clock.now() - ORPHAN_AFTER
    for prefix, known in ((EVIDENCE_PREFIX, _known), (PREVIEW_PREFIX, _known_previews)):
        async for orphan in list_orphans(bucket, prefix, older_than=older_than, known=known):
            yield orphan


async def _known(names: Sequence[str]) -> list[str]:
    return [row.object_name for row in await list_rows(_Row, _KNOWN, list(names), tx=None)]


async def _known_previews(names: Sequence[str]) -> list[str]:
    parts = {name: ids for name in names if (ids := _ids_in(name)) is not None}
    living = set(await list_ids(_SHOWN, [paper for _, paper in parts.values()], tx=None))
    living |= set(await list_ids(_UNDECIDED, [row for row, _ in parts.values()], tx=None))
    return [name for name, ids in parts.items() if not living.isdisjoint(ids)]


def _ids_in(name: str) -> tuple[UUID, UUID] | None:
    """Application, or row of a batch, and paper; None for a name that no preview has."""
    try:
        _, owner, paper, *_ = name.split("/")
        return UUID(owner), UUID(paper)
    except ValueError:
        return None
