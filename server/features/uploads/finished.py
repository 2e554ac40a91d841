"""What a batch takes of uploads: a file that came whole, by tus before or with the form just now."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from models.tables.ids import new_id
from models.tables.uploads import LargeUpload
from server.errors import TooLarge
from server.features.uploads.appending import Appending, TakenUpload, appending
from server.features.uploads.refusals import OffsetConflict
from server.features.uploads.shape import LIFE, UploadStanding, find_standing
from server.ports import Ports
from storage.files.content import StoredContent
from storage.files.names import upload_prefix
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.uploads import add_upload, close_upload, end_upload


@dataclass(frozen=True, slots=True)
class FinishedUpload:
    """A file in the store; `file_name` is empty where its owner gave none."""

    id: UUID
    file_name: str
    content: StoredContent


async def find_finished_upload(
    tx: Tx, upload_id: UUID, platform_id: UUID, *, at: datetime
) -> FinishedUpload | None:
    """The platform's file, locked until the transaction ends; None if not there, not whole, or over."""
    found = await find_standing(upload_id, platform_id, tx=tx, locked=True)
    if found is None or not found.is_finished or found.is_over(at):
        return None
    return _finished(found)


class WholeFile:
    """A file that arrives in one go."""

    def __init__(self, upload: LargeUpload, one: Appending, holder: UUID) -> None:
        self._upload, self._one, self._holder = upload, one, holder
        self._left = upload.length

    async def write(self, data: bytes | bytearray) -> None:
        """Raises TooLarge, StoreUnavailable."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge()
        await self._one.write(data)

    async def finish(self) -> FinishedUpload:
        """Raises StoreUnavailable."""
        await self._one.finish()
        async with transaction() as tx:
            await close_upload(tx, self._upload.id, holder=self._holder)
            found = await find_standing(self._upload.id, self._upload.platform_id, tx=tx)
        if found is None or not found.is_finished:
            raise OffsetConflict()
        return _finished(found)


@asynccontextmanager
async def receiving_whole(
    *, platform_id: UUID, user_id: UUID, file_name: str, most: int, ports: Ports
) -> AsyncIterator[WholeFile]:
    """Write in the block, at most so many bytes, and `finish`; what nobody holds then is deleted.

    Raises StoreUnavailable.
    """
    now, holder = ports.clock.now(), uuid4()
    upload = LargeUpload(
        id=new_id(),
        platform_id=platform_id,
        created_by_id=user_id,
        created_at=now,
        expires_at=now + LIFE,
        file_name=file_name,
        metadata="",
        length=most,
        sha256s=b"",
        holder=holder,
    )
    async with transaction() as tx:
        await add_upload(tx, upload)
    taken = TakenUpload(upload.id, holder, StoredContent(upload_prefix(upload.id), 0, b""))
    try:
        async with appending(taken, ports=ports) as one:
            yield WholeFile(upload, one, holder)
    finally:
        await ports.tasks.to_the_end(_end(upload.id, ports))


async def _end(upload_id: UUID, ports: Ports) -> None:
    async with transaction() as tx:
        await end_upload(tx, upload_id, at=ports.clock.now())


def _finished(found: UploadStanding) -> FinishedUpload:
    return FinishedUpload(found.id, found.file_name, found.content)
