"""Begins an upload of a length that is known: nothing of it is there yet."""

from uuid import UUID

from models.tables.ids import new_id
from models.tables.uploads import LargeUpload
from server.clock import Clock
from server.errors import TooLarge
from server.features.uploads.headers import Metadata
from server.features.uploads.shape import LIFE, MOST_BYTES
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import add_upload


async def create_upload(
    length: int, metadata: Metadata, *, platform_id: UUID, user_id: UUID, clock: Clock
) -> UUID:
    """Its id. Raises TooLarge."""
    if length > MOST_BYTES:
        raise TooLarge()
    now = clock.now()
    upload = LargeUpload(
        id=new_id(),
        platform_id=platform_id,
        created_by_id=user_id,
        created_at=now,
        expires_at=now + LIFE,
        file_name=metadata.file_name,
        metadata=metadata.sent,
        length=length,
        sha256s=b"",
    )
    async with transaction() as tx:
        await add_upload(tx, upload)
        tx.created(upload.id)
    return upload.id
