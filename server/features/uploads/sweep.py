"""Deletes uploads that are over, with their pieces, and pieces that no upload has."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from storage.files.bucket import Bucket
from storage.files.names import UPLOADS_PREFIX, upload_prefix
from storage.files.sweep import list_orphans
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import delete_upload

_LOG = logging.getLogger(__name__)
_AFTER: Final = timedelta(minutes=2)
"""Longer than the last piece takes of who is stopped at it."""
_ORPHAN_AFTER: Final = timedelta(hours=1)

_OVER = "SELECT id FROM uploads WHERE expires_at <= $1 AND holds = 0 ORDER BY expires_at LIMIT 100"
_THERE = "SELECT id FROM uploads WHERE id = ANY($1)"


async def sweep_uploads(*, bucket: Bucket, clock: Clock) -> None:
    """One round over those that are over. Raises StoreUnavailable."""

    async def erase(upload_id: UUID) -> None:
        async for piece in bucket.list(upload_prefix(upload_id)):
            await bucket.delete(piece.name)
        async with transaction() as tx:
            await delete_upload(tx, upload_id)

    over = await list_ids(_OVER, clock.now() - _AFTER, tx=None)
    await one_by_one(over, erase)
    if over:
        _LOG.info("%s uploads that were over were deleted", len(over))


async def sweep_stray_pieces(*, bucket: Bucket, clock: Clock) -> None:
    """What a stopped writer stored after its upload was deleted. Raises StoreUnavailable."""
    older_than = clock.now() - _ORPHAN_AFTER
    async for stray in list_orphans(bucket, UPLOADS_PREFIX, older_than=older_than, known=_known):
        await bucket.delete(stray.name)


async def _known(names: Sequence[str]) -> list[str]:
    """An upload needs what lies under its name, also what does not count yet."""
    owner = {name: _owner(name) for name in names}
    ids = {upload_id for upload_id in owner.values() if upload_id is not None}
    there = set(await list_ids(_THERE, list(ids), tx=None))
    return [name for name, upload_id in owner.items() if upload_id in there]


def _owner(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(UPLOADS_PREFIX).partition("/")[0])
    except ValueError:
        return None
