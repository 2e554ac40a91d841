"""Writes to one upload: a piece is stored first and counted then, by the one who holds it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from server.clock import Clock
from server.errors import AppError
from server.features.uploads.headers import Checksum
from server.features.uploads.refusals import OffsetConflict
from server.features.uploads.shape import LIFE
from server.ports import Ports
from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, StoredContent
from storage.files.names import upload_prefix
from storage.files.writing.pieces import Piece, PieceWriter
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import grow_upload

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TakenUpload:
    """An upload and the name under which alone somebody may write to it."""

    upload_id: UUID
    holder: UUID
    content: StoredContent


class Appending:
    """What comes in one go. `received` is what counts: it never says more than is in the store.

    With a checksum nothing counts before all of it is there and right.
    """

    def __init__(
        self,
        taken: TakenUpload,
        writer: PieceWriter,
        *,
        clock: Clock,
        checksum: Checksum | None = None,
    ) -> None:
        self._taken, self._writer, self._clock, self._checksum = taken, writer, clock, checksum
        self._waiting: list[Piece] = []
        self.received = taken.content.size

    async def write(self, data: bytes | bytearray) -> bool:
        """Whether a piece became whole. Raises StoreUnavailable, OffsetConflict."""
        if self._checksum is not None:
            self._checksum.update(data)
        stored = False
        async for piece in self._writer.write(data):
            stored = True
            self._waiting.append(piece)
            if self._checksum is None:
                await self._count()
        return stored

    async def finish(self) -> None:
        """All of it came. Raises ChecksumMismatch, StoreUnavailable, OffsetConflict."""
        if self._checksum is not None:
            self._checksum.check()
        await self._keep_rest()

    async def leave(self) -> None:
        """No more will come: what came is kept, if it can be."""
        if self._checksum is not None:
            return
        try:
            await self._keep_rest()
        except (AppError, StoreUnavailable) as failure:
            _LOG.info("the rest of an upload was not kept: %s", failure)

    async def _keep_rest(self) -> None:
        rest = await self._writer.rest()
        if rest is not None:
            self._waiting.append(rest)
        await self._count()

    async def _count(self) -> None:
        if not self._waiting:
            return
        last, now = self._waiting[-1], self._clock.now()
        received = last.number * PIECE_BYTES + last.size
        async with transaction() as tx:
            counted = await grow_upload(
                tx,
                self._taken.upload_id,
                holder=self._taken.holder,
                before=self.received,
                received=received,
                whole=b"".join(piece.sha256 for piece in self._waiting if piece.is_whole),
                rest=None if last.is_whole else last.sha256,
                expires_at=now + LIFE,
            )
        if not counted:
            raise OffsetConflict()
        self._waiting.clear()
        self.received = received


@asynccontextmanager
async def appending(
    taken: TakenUpload, *, ports: Ports, checksum: Checksum | None = None
) -> AsyncIterator[Appending]:
    """Write in the block, and `finish`; of what was cut off in it, all that came is kept.

    Raises StoreUnavailable, also where enough others write.
    """
    number = taken.content.size // PIECE_BYTES
    prefix = upload_prefix(taken.upload_id)
    async with ports.writers.open(
        prefix, number=number, rest=await _rest_of(taken, ports.bucket)
    ) as writer:
        one = Appending(taken, writer, clock=ports.clock, checksum=checksum)
        try:
            yield one
        except BaseException:
            # Also of who was cancelled: it hung up, was too slow, or this server stops.
            await ports.tasks.to_the_end(one.leave())
            raise
        finally:
            _forget(taken, one.received, ports)


async def _rest_of(taken: TakenUpload, bucket: Bucket) -> bytes:
    """The bytes of a last piece that is not whole."""
    name = _rest_name(taken)
    if name is None:
        return b""
    async with await bucket.open(name) as stored:
        return b"".join([chunk async for chunk in stored])


def _forget(taken: TakenUpload, received: int, ports: Ports) -> None:
    """A piece that a longer one has replaced is of no use; what fails here ends with the upload."""
    name = _rest_name(taken)
    if name is not None and received > taken.content.size:
        ports.tasks.start(_delete(ports.bucket, name))


async def _delete(bucket: Bucket, name: str) -> None:
    try:
        await bucket.delete(name)
    except StoreUnavailable as silence:
        _LOG.info("a piece that is of no use was not deleted: %s", silence)


def _rest_name(taken: TakenUpload) -> str | None:
    content = taken.content
    return content.names[-1] if content.size % PIECE_BYTES else None
