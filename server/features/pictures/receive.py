"""Takes the form of a picture in, within the bytes that it may have."""

import io
from typing import Final

from server.edge.web.request import ApiRequest
from server.edge.web.streamed_form import Sink, read_streamed_form
from server.errors import TooLarge
from server.features.pictures.schemas import PictureForm

MOST_BYTES: Final = 5 * 1024 * 1024


class _Held:
    """In memory: it is looked at at once and never kept as it came."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    async def write(self, data: bytes | bytearray) -> None:
        """Raises TooLarge."""
        if self._file.tell() + len(data) > MOST_BYTES:
            raise TooLarge()
        self._file.write(data)


async def receive_picture(request: ApiRequest) -> tuple[PictureForm, bytes]:
    """The fields and the bytes. Raises TooLarge, UnsupportedMedia, Invalid."""
    file = io.BytesIO()

    async def open_file(name: str, file_name: str) -> Sink:
        return _Held(file)

    form = await read_streamed_form(
        request,
        PictureForm,
        files=("file",),
        required=("file",),
        most=MOST_BYTES,
        open_file=open_file,
        kept_by_piece=False,
    )
    return form, file.getvalue()
