"""Tells whether the store has lost a checked paper of the same bytes, so that these may come again."""

from typing import Final
from uuid import UUID

import msgspec

from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.postgres.core.rows import find_row

_CHECKED: Final = """
SELECT v.id, v.object_name FROM evidence v
 WHERE v.application_id = $1 AND v.kind = $2 AND v.sha256 = $3
   AND v.state = 'checked' AND v.deleted_at IS NULL
"""


class _Checked(msgspec.Struct, frozen=True):
    id: UUID
    object_name: str


async def find_lost(application_id: UUID, kind: str, sha256: str, *, bucket: Bucket) -> UUID | None:
    """The paper's id if its file is gone; a store that does not answer has lost nothing."""
    held = await find_row(_Checked, _CHECKED, application_id, kind, sha256, tx=None)
    if held is None:
        return None
    try:
        return None if await bucket.exists(held.object_name) else held.id
    except StoreUnavailable:
        return None
