"""Pictures of a paper's first pages, kept beside its bytes: whatever its type, a browser shows them."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from storage.files.bucket import Bucket
from storage.files.names import ObjectName, preview_name, previews_of


async def keep_previews(
    bucket: Bucket, application_id: UUID, evidence_id: UUID, pictures: Sequence[bytes]
) -> int:
    """How many there are. Raises StoreUnavailable; what is there of them then is swept."""
    names = [
        preview_name(application_id, evidence_id, page) for page in range(1, len(pictures) + 1)
    ]
    await asyncio.gather(*(_put(bucket, *one) for one in zip(names, pictures, strict=True)))
    return len(names)


async def erase_previews(bucket: Bucket, application_id: UUID, evidence_id: UUID) -> None:
    """Raises StoreUnavailable."""
    found = bucket.list(previews_of(application_id, evidence_id))
    for name in [one.name async for one in found]:
        await bucket.delete(name)


async def _put(bucket: Bucket, name: ObjectName, picture: bytes) -> None:
    digest = sha256(picture).hexdigest()
    await bucket.put(name, picture, content_type="image/jpeg", sha256=digest)
