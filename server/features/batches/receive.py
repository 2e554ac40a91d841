"""Takes a batch's form in: its files go to the store while they arrive, then the batch is made."""

from contextlib import AsyncExitStack
from typing import Final
from uuid import UUID

from models.rules.manifest.file_faults import MOST_BYTES as MANIFEST_BYTES
from models.rules.text.limits import FILE_NAME
from models.rules.text.typed import typed_line
from server.allowances import UPLOADED_MEBIBYTES, mebibytes_of
from server.edge.web.bodies import JSON_LIMIT, decode
from server.edge.web.guard import receive_within
from server.edge.web.media_type import read_media_type
from server.edge.web.rate_limit import enforce
from server.edge.web.request import ApiRequest
from server.edge.web.streamed_form import Sink, read_streamed_form
from server.features.batches.create import check_batch, create_batch
from server.features.batches.schemas import BatchForm, NewBatch
from server.features.uploads.finished import WholeFile, receiving_whole
from server.features.uploads.shape import MOST_BYTES
from server.ports import Ports

_LIMITS: Final = {"manifest": MANIFEST_BYTES, "archive": MOST_BYTES}


async def receive_batch(
    request: ApiRequest, platform_id: UUID, *, ports: Ports
) -> tuple[UUID, bool]:
    """A form with the files, or JSON that names uploads; the batch's id, and whether it is new.

    Fields that stand before the files are judged before a byte of these is stored.

    Raises Invalid, WindowClosed, UnsupportedMedia, TooLarge, RateLimited, StoreUnavailable.
    """
    if read_media_type(request.headers.get("content-type")).name == "multipart/form-data":
        return await _receive_form(request, platform_id, ports)
    await receive_within(request, JSON_LIMIT)
    given = decode(request, NewBatch)
    return await create_batch(
        given,
        platform_id,
        manifest=given.manifest_upload,
        archive=given.archive_upload,
        by=request.identity,
        clock=ports.clock,
    )


async def _receive_form(request: ApiRequest, platform_id: UUID, ports: Ports) -> tuple[UUID, bool]:
    by, opened = request.identity, dict[str, WholeFile]()
    await enforce(request, (UPLOADED_MEBIBYTES,), cost=mebibytes_of(_announced(request)))
    async with AsyncExitStack() as files:

        async def open_file(name: str, file_name: str) -> Sink:
            receiving = receiving_whole(
                platform_id=platform_id,
                user_id=by.user_id,
                file_name=typed_line(file_name)[:FILE_NAME],
                most=_LIMITS[name],
                ports=ports,
            )
            opened[name] = await files.enter_async_context(receiving)
            return opened[name]

        async def ask_first(given: BatchForm) -> None:
            await check_batch(given, platform_id, clock=ports.clock)

        given = await read_streamed_form(
            request,
            BatchForm,
            before_files=ask_first,
            files=_LIMITS,
            required=("manifest",),
            most=sum(_LIMITS.values()),
            open_file=open_file,
        )
        finished = {name: await whole.finish() for name, whole in opened.items()}
        archive = finished.get("archive")
        return await create_batch(
            given,
            platform_id,
            manifest=finished["manifest"].id,
            archive=None if archive is None else archive.id,
            by=by,
            clock=ports.clock,
        )


def _announced(request: ApiRequest) -> int:
    """The bytes of the form; who does not say counts with all that is possible."""
    given: str = request.headers.get("content-length", "")
    most = sum(_LIMITS.values())
    return min(int(given), most) if given.isdigit() else most
