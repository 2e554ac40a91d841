"""An upload as its feature knows it: where it stands, whose it is, how long it lives."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.errors import NotFound
from server.features.uploads.refusals import UploadGone
from storage.files.content import StoredContent
from storage.files.names import upload_prefix
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

MOST_BYTES: Final = 2 * 1024**3
LIFE: Final = timedelta(days=7)
"""Since something of it came, or it was finished: a client may go on after a weekend."""

_COLUMNS = """
SELECT id, created_at, expires_at, file_name, metadata, length, received, sha256s, rest_sha256, holds
  FROM uploads WHERE id = $1 AND platform_id = $2
"""
_LOCKED = f"{_COLUMNS} FOR UPDATE"


class UploadStanding(msgspec.Struct, frozen=True):
    """One upload; sizes in bytes, hashes as in its table."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    file_name: str
    metadata: str
    length: int
    received: int
    sha256s: bytes
    rest_sha256: bytes | None
    holds: int

    @property
    def is_finished(self) -> bool:
        return self.received == self.length

    @property
    def content(self) -> StoredContent:
        """What of it is in the store."""
        hashes = self.sha256s + (self.rest_sha256 or b"")
        return StoredContent(upload_prefix(self.id), self.received, hashes)

    def is_over(self, now: datetime) -> bool:
        return self.holds == 0 and self.expires_at <= now


async def find_standing(
    upload_id: UUID, platform_id: UUID, *, tx: Tx | None, locked: bool = False
) -> UploadStanding | None:
    statement = _LOCKED if locked else _COLUMNS
    return await find_row(UploadStanding, statement, upload_id, platform_id, tx=tx)


async def standing_of(
    upload_id: UUID, platform_id: UUID, *, now: datetime, tx: Tx | None, locked: bool = False
) -> UploadStanding:
    """The platform's upload. Raises NotFound, UploadGone."""
    found = await find_standing(upload_id, platform_id, tx=tx, locked=locked)
    if found is None:
        raise NotFound()
    if found.is_over(now):
        raise UploadGone()
    return found
