"""Ends an upload at its owner's wish; the worker deletes it."""

from uuid import UUID

from server.clock import Clock
from server.features.uploads.refusals import UploadInUse
from server.features.uploads.shape import standing_of
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import end_upload


async def end_own_upload(upload_id: UUID, *, platform_id: UUID, clock: Clock) -> None:
    """Whoever writes to it is stopped at the next piece. Raises NotFound, UploadGone, UploadInUse."""
    now = clock.now()
    async with transaction() as tx:
        standing = await standing_of(upload_id, platform_id, now=now, tx=tx, locked=True)
        if standing.holds:
            raise UploadInUse()
        await end_upload(tx, upload_id, at=now)
