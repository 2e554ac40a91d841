"""Takes the bytes of one PATCH: from where the upload stands, as far as they come."""

from collections.abc import AsyncIterable, Callable
from uuid import UUID, uuid4

from server.clock import Clock
from server.errors import TooLarge
from server.features.uploads.appending import TakenUpload, appending
from server.features.uploads.headers import Checksum
from server.features.uploads.refusals import OffsetConflict
from server.features.uploads.shape import UploadStanding, standing_of
from server.ports import Ports
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import take_upload


async def take_over(
    upload_id: UUID, offset: int, size: int | None, *, platform_id: UUID, clock: Clock
) -> tuple[TakenUpload, UploadStanding]:
    """The upload, to be written to from `offset` on by nobody else; `size` bytes if that is known.

    Whoever wrote to it before is told OffsetConflict at their next piece: a client that has lost its
    connection goes on at once. Raises NotFound, UploadGone, OffsetConflict, TooLarge.
    """
    async with transaction() as tx:
        standing = await standing_of(upload_id, platform_id, now=clock.now(), tx=tx, locked=True)
        if standing.received != offset:
            raise OffsetConflict()
        if size is not None and offset + size > standing.length:
            raise TooLarge()
        holder = uuid4()
        await take_upload(tx, upload_id, holder=holder)
    return TakenUpload(upload_id, holder, standing.content), standing


async def append_to(
    taken: TakenUpload,
    body: AsyncIterable[bytes],
    *,
    checksum: Checksum | None,
    stored: Callable[[], None],
    ports: Ports,
) -> None:
    """All of `body`; `stored` is called at each whole piece.

    Raises StoreUnavailable, OffsetConflict, ChecksumMismatch.
    """
    async with appending(taken, ports=ports, checksum=checksum) as one:
        async for data in body:
            if await one.write(data):
                stored()
        await ports.tasks.to_the_end(one.finish())
