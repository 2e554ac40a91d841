"""An archive put into the store in pieces, as uploads leave it there."""

from hashlib import sha256
from uuid import uuid4

from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, StoredContent
from tests.storage.files.uploads import put


async def store(bucket: Bucket, data: bytes) -> StoredContent:
    pieces = [data[at : at + PIECE_BYTES] for at in range(0, len(data), PIECE_BYTES)]
    digests = b"".join(sha256(piece).digest() for piece in pieces)
    content = StoredContent(f"uploads/{uuid4()}/", len(data), digests)
    for name, piece in zip(content.names, pieces, strict=True):
        await put(bucket, name, piece)
    return content
