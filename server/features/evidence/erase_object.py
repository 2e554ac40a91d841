"""Deletes the objects of a paper that was removed, refused, or kept long enough."""

from typing import Final
from uuid import UUID

import msgspec

from server.features.evidence.previews import erase_previews
from storage.files.bucket import Bucket
from storage.postgres.core.rows import find_row

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
