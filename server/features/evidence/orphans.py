"""Finds objects that no row has: of an upload that broke off, of a removal that did not end."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from server.clock import Clock
from storage.files.bucket import Bucket, StoredObject
from storage.files.names import EVIDENCE_PREFIX, PREVIEW_PREFIX
from storage.files.sweep import list_orphans
from storage.postgres.core.rows import list_ids

ORPHAN_AFTER: Final = timedelta(hours=1)
"""Far longer than an upload takes from its last byte to its commit."""

# A paper of a batch lies in the folder of its row until that has become an application, or until
# the batch can go on no more: its archive is gone. One statement, so that no row is seen neither
# before nor after it became one.
_LIVING: Final = """
SELECT id FROM evidence
 WHERE id = ANY($1) AND deleted_at IS NULL AND state NOT IN ('refused', 'expired')
 UNION ALL
SELECT id FROM attachments
 WHERE id = ANY($1) AND deleted_at IS NULL AND state NOT IN ('refused', 'expired')
 UNION ALL
SELECT r.id FROM batch_rows r
  JOIN batches b ON b.id = r.batch_id JOIN uploads u ON u.id = b.archive_upload_id
 WHERE r.id = ANY($2) AND r.state IN ('waiting', 'ready')
"""


async def find_orphans(*, bucket: Bucket, clock: Clock) -> AsyncIterator[StoredObject]:
    """Papers and previews at least an hour old without a living row. Raises StoreUnavailable."""
    older_than = clock.now() - ORPHAN_AFTER
    for prefix in (EVIDENCE_PREFIX, PREVIEW_PREFIX):
        async for orphan in list_orphans(bucket, prefix, older_than=older_than, known=_known):
            yield orphan


async def _known(names: Sequence[str]) -> list[str]:
    parts = {name: ids for name in names if (ids := _ids_in(name)) is not None}
    rows, papers = [row for row, _ in parts.values()], [paper for _, paper in parts.values()]
    living = set(await list_ids(_LIVING, papers, rows, tx=None))
    return [name for name, ids in parts.items() if not living.isdisjoint(ids)]


def _ids_in(name: str) -> tuple[UUID, UUID] | None:
    """Application, or row of a batch, and paper; None for a name that we give to nothing."""
    try:
        _, owner, paper, *_ = name.split("/")
        return UUID(owner), UUID(paper)
    except ValueError:
        return None
