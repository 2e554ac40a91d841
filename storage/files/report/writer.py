"""Has a report written by a child process: the list comes from outside and may be anything."""

from typing import Final

import msgspec

from storage.files.child.children import Children
from storage.files.child.program import Program
from storage.files.report.results import Report, ReportOrder

_MIB: Final = 1024 * 1024
# A workbook as objects takes some fifty times the room of its file.
_PROGRAM: Final = Program(
    "storage.files.report.program",
    memory_bytes=2048 * _MIB,
    cpu_seconds=120,
    wall_seconds=240,
    answer_bytes=64 * _MIB,
)


async def write_report(children: Children, content: bytes, report: Report) -> bytes:
    """The list as it was sent, with a result and a reason on every row; .xlsx or CSV as it came.

    Raises ReadingFailed where the list cannot be written to, such as one that is damaged;
    StoreUnavailable where no child could be had.
    """
    return await children.run(_PROGRAM, msgspec.msgpack.encode(ReportOrder(content, report)))
