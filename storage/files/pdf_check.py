"""Whether a PDF opens: asked of a child process for each file, which may crash but harm nothing."""

from typing import BinaryIO, Final, Literal

from storage.files import pdf_child
from storage.files.child.children import Children, ReadingFailed
from storage.files.child.program import Program

PdfFault = Literal["damaged", "password", "no_page"]
_FAULTS: Final[dict[bytes, PdfFault | None]] = {
    pdf_child.OPENED: None,
    pdf_child.DAMAGED: "damaged",
    pdf_child.PASSWORD: "password",
    pdf_child.NO_PAGE: "no_page",
}
_PROGRAM: Final = Program(
    pdf_child.__name__,
    memory_bytes=256 * 1024 * 1024,
    cpu_seconds=3,
    wall_seconds=10,
    answer_bytes=100,
)


class PdfCheck:
    def __init__(self) -> None:
        self._children = Children()

    async def check(self, file: BinaryIO) -> PdfFault | None:
        """What keeps a viewer from showing the first page, None if nothing does.

        A file that crashes its reader, or takes it too much time or memory, is damaged. The file is
        left where it stands. Raises StoreUnavailable where that was no fault of the file's.
        """
        try:
            return _FAULTS.get(await self._children.run(_PROGRAM, file), "damaged")
        except ReadingFailed:
            return "damaged"

    async def close(self) -> None:
        await self._children.close()
