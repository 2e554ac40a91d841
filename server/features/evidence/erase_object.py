"""Deletes objects without a row: of a paper that was removed, of an upload that broke off."""

import logging
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.evidence.orphans import find_orphans
from server.features.evidence.previews import erase_previews
from server.features.evidence.unfinished import end_unfinished, find_unfinished
from storage.files.bucket import Bucket
from storage.postgres.core.rows import find_row

_LOG = logging.getLogger(__name__)
_REMOVED: Final = """
SELECT object_name, application_id FROM evidence
 WHERE id = $1 AND (deleted_at IS NOT NULL OR state IN ('refused', 'expired'))
"""


class _Removed(msgspec.Struct, frozen=True):
    object_name: str
    application_id: UUID


async def erase_object(evidence_id: UUID, *, bucket: Bucket) -> None:
    """The bytes of a removed, refused or expired paper, and its previews; any other keeps them.

    Raises StoreUnavailable.
    """
    removed = await find_row(_Removed, _REMOVED, evidence_id, tx=None)
    if removed is not None:
        await bucket.delete(removed.object_name)
        await erase_previews(bucket, removed.application_id, evidence_id)


async def sweep_orphans(*, bucket: Bucket, clock: Clock) -> int:
    """Delete objects at least an hour old that no row knows; how many. Raises StoreUnavailable.

    What broke off on its way by parts goes too.
    """
    await end_unfinished(await find_unfinished(bucket=bucket, clock=clock), bucket=bucket)
    deleted = 0
    async for orphan in find_orphans(bucket=bucket, clock=clock):
        await bucket.delete(orphan.name)
        deleted += 1
    if deleted:
        _LOG.info("%s objects without a row were deleted", deleted)
    return deleted
