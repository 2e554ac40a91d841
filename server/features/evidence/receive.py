"""Takes the form of a paper in: its bytes are on their way to the store while they arrive."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from models.rules.evidence import PAPER_BYTES
from models.rules.reasons import Reason, Text
from models.tables.ids import new_id
from server.edge.web.bodies import Body
from server.edge.web.field_types import FileName, PaperKind, Sha256, about
from server.edge.web.request import ApiRequest
from server.edge.web.streamed_form import Sink, read_streamed_form
from server.errors import Invalid, TooLarge
from server.features.evidence.check_file import meant_type
from server.features.evidence.upload import ReceivedPaper
from server.ports import Ports
from storage.errors import StoreUnavailable
from storage.files.names import evidence_name
from storage.files.writing.arriving import ArrivingFile

_LOG = logging.getLogger(__name__)
_BROKEN = Text(
    "这份材料没有传完整，请重新上传这一份",
    "The paper did not arrive as it was sent; send it once more",
)


class AttachmentForm(Body, frozen=True):
    """The text fields beside a file of no kind."""

    name: Annotated[FileName, about("文件原名", "what the owner calls the file", "服务协议.pdf")]
    sha256: Annotated[
        Sha256 | None,
        about(
            "文件内容的 SHA-256；给了则据此核对有没有传完整",
            "SHA-256 of the bytes; where it is given, what came is compared with it",
        ),
    ] = None


class PaperForm(AttachmentForm, frozen=True, kw_only=True):
    """The text fields beside the file."""

    kind: Annotated[
        PaperKind, about("材料种类代码", "code of the kind of paper", "service_contract")
    ]


class _Within:
    """The file, as far as a paper may go."""

    def __init__(self, file: ArrivingFile) -> None:
        self._file = file

    async def write(self, data: bytes | bytearray) -> None:
        """Raises TooLarge, UnsupportedMedia, StoreUnavailable."""
        if self._file.passed.size + len(data) > PAPER_BYTES:
            raise TooLarge()
        await self._file.write(data)


@asynccontextmanager
async def receiving_paper(
    request: ApiRequest,
    owner_id: UUID,
    ports: Ports,
    *,
    form: type[AttachmentForm] = PaperForm,
) -> AsyncIterator[ReceivedPaper]:
    """Stored in the block or not at all, also when the client hangs up; `owner_id`: whose it will be.

    Raises TooLarge, UnsupportedMedia, Invalid, StoreUnavailable.
    """
    paper_id = new_id()
    async with ports.arrivals.open(
        evidence_name(owner_id, paper_id),
        meant_type,
        announced=_announced(request),
        by=request.identity.user_id,
    ) as file:

        async def open_file(name: str, file_name: str) -> Sink:
            return _Within(file)

        try:
            given = await read_streamed_form(
                request,
                form,
                files=("file",),
                required=("file",),
                most=PAPER_BYTES,
                open_file=open_file,
                kept_by_piece=False,
            )
            _refuse_broken(given, file)
            kind = given.kind if isinstance(given, PaperForm) else ""
            yield ReceivedPaper(paper_id, kind, given.name, file)
        finally:
            await ports.tasks.to_the_end(_leave(file))


def _refuse_broken(form: AttachmentForm, file: ArrivingFile) -> None:
    """Raises Invalid for bytes that are not those which were meant to come."""
    if form.sha256 is not None and form.sha256.lower() != file.passed.sha256.hex():
        raise Invalid(errors=[Reason("sha256", "differs", _BROKEN)])


def _announced(request: ApiRequest) -> int | None:
    """The bytes of the whole form, if the client says so."""
    given: str = request.headers.get("content-length", "")
    return int(given) if given.isdigit() else None


async def _leave(file: ArrivingFile) -> None:
    try:
        await file.leave()
    except StoreUnavailable as silence:
        _LOG.info("parts of a paper that was not taken are left to the sweep: %s", silence)
