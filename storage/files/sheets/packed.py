"""What the child that reads sheets answers, as it goes through the pipe."""

from datetime import date, datetime
from typing import Any, Final

import msgspec

from models.rules.manifest.plain_sheets import CellValue

MOST_ANSWERED: Final = 64 * 1024 * 1024
"""Bytes of an answer: what the largest list takes three times."""
_DAY, _MOMENT = "d", "t"


class PackedSheet(msgspec.Struct, array_like=True):
    """`rows`: number and cells; `blocks`: as `Block`; `uncalculated`: row and column.

    `hidden_columns` from 0; `from_1904`: bare serial numbers count days from that year.
    """

    name: str
    hidden: bool
    rows: list[tuple[int, list[Any]]]
    hidden_rows: list[int]
    blocks: list[tuple[int, int, int, int]]
    uncalculated: list[tuple[int, int]]
    hidden_columns: list[int] = []
    from_1904: bool = False


class Answer(msgspec.Struct, array_like=True):
    """Sheets, or the code of what keeps them from being read, with the cell it is about."""

    sheets: list[PackedSheet]
    fault: str | None = None
    cell: str | None = None


class SheetsFault(Exception):
    """The file is no list that can be read; `code` is one of FILE_FAULTS."""

    def __init__(self, code: str, cell: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell


def pack(value: object) -> Any:
    """A cell for the pipe: days and moments are told apart from texts."""
    if isinstance(value, datetime):
        return [_MOMENT, value.isoformat()]
    if isinstance(value, date):
        return [_DAY, value.isoformat()]
    return value


def unpack(value: Any) -> CellValue:
    """The cell that was packed."""
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, text = value
    return datetime.fromisoformat(text) if kind == _MOMENT else date.fromisoformat(text)
