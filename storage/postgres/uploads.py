"""Writes of large uploads: begun, taken by one writer, grown piece by piece, held, ended."""

from datetime import datetime
from uuid import UUID

from models.tables.uploads import LargeUpload
from storage.postgres.core.transaction import Tx

# The last who takes an upload is its writer: whoever wrote before finds another holder.
_TAKE = "UPDATE uploads SET holder = $2 WHERE id = $1"
_GROW = """
UPDATE uploads SET received = $4, sha256s = sha256s || $5, rest_sha256 = $6, expires_at = $7
 WHERE id = $1 AND holder = $2 AND received = $3
"""
_CLOSE = "UPDATE uploads SET length = received WHERE id = $1 AND holder = $2"
_END = "UPDATE uploads SET expires_at = least(expires_at, $2), holder = NULL WHERE id = $1"
_HOLD = "UPDATE uploads SET holds = holds + 1 WHERE id = $1"
_RELEASE = """
UPDATE uploads SET holds = holds - 1,
                   expires_at = CASE holds WHEN 1 THEN $2 ELSE expires_at END
 WHERE id = $1 AND holds > 0
"""
_DELETE = "DELETE FROM uploads WHERE id = $1 AND holds = 0"
_ONE = "UPDATE 1"


async def add_upload(tx: Tx, upload: LargeUpload) -> None:
    await upload.save(using_db=tx.connection, force_create=True)


async def take_upload(tx: Tx, upload_id: UUID, *, holder: UUID) -> None:
    """From now on only `holder` writes. The caller holds the row."""
    await tx.raw.execute(_TAKE, upload_id, holder)


async def grow_upload(
    tx: Tx,
    upload_id: UUID,
    *,
    holder: UUID,
    before: int,
    received: int,
    whole: bytes,
    rest: bytes | None,
    expires_at: datetime,
) -> bool:
    """`received` bytes are in the store: more pieces, by the hashes of the `whole` ones and of the
    `rest`. False if somebody else writes, or wrote, meanwhile.
    """
    done = await tx.raw.execute(_GROW, upload_id, holder, before, received, whole, rest, expires_at)
    return bool(done == _ONE)


async def close_upload(tx: Tx, upload_id: UUID, *, holder: UUID) -> bool:
    """What was received is all of a file whose length nobody knew. False as with `grow_upload`."""
    return bool(await tx.raw.execute(_CLOSE, upload_id, holder) == _ONE)


async def end_upload(tx: Tx, upload_id: UUID, *, at: datetime) -> None:
    """It is over for everybody; the worker deletes it with its pieces."""
    await tx.raw.execute(_END, upload_id, at)


async def hold_upload(tx: Tx, upload_id: UUID) -> None:
    """It does not end before it is released as often. The caller holds the row."""
    await tx.raw.execute(_HOLD, upload_id)


async def release_upload(tx: Tx, upload_id: UUID, *, at: datetime) -> None:
    """Nobody needs it any more if this was the last who did: it ends at `at`."""
    await tx.raw.execute(_RELEASE, upload_id, at)


async def delete_upload(tx: Tx, upload_id: UUID) -> None:
    """Its pieces are deleted already."""
    await tx.raw.execute(_DELETE, upload_id)
