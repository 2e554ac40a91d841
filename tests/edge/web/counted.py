"""Where the sample's uploads go: nowhere, but counted."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, TypeVar

from server.edge.web.bodies import Body
from server.edge.web.request import ApiRequest
from server.edge.web.streamed_form import Sink, read_streamed_form
from server.errors import TooLarge

PAPER_LIMIT = 2 * 1024 * 1024
Form = TypeVar("Form", bound=Body)


@dataclass
class Counted:
    """`left` once nothing more comes."""

    size: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)
    left: bool = False

    async def write(self, data: bytes | bytearray) -> None:
        self.size += len(data)
        self.sha256.update(data)
        if self.size > PAPER_LIMIT:
            raise TooLarge()


async def take_form(request: ApiRequest, form: type[Form], file: Counted) -> Form:
    async def open_file(name: str, file_name: str) -> Sink:
        return file

    try:
        return await read_streamed_form(
            request,
            form,
            files=("file",),
            required=("file",),
            most=PAPER_LIMIT,
            open_file=open_file,
            kept_by_piece=False,
        )
    finally:
        file.left = True
