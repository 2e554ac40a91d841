"""Workbooks that leave here: their media type, and cells of text that stay text."""

from typing import Final, Protocol

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


class TextLooks(Protocol):
    """`text` for cells of text, `quoted` the same with the prefix that keeps it from being run."""

    @property
    def text(self) -> Format: ...
    @property
    def quoted(self) -> Format: ...


def write_text(sheet: Worksheet, row: int, column: int, value: str, looks: TextLooks) -> None:
    """Text that Excel neither calculates nor turns into a number, date or link.

    Raises ValueError beyond the 32 767 characters that a cell holds.
    """
    # A sign that starts a formula stays text even when somebody edits the cell.
    look = looks.quoted if value.startswith(_FORMULA_SIGNS) else looks.text
    if sheet.write_string(row, column, value, look) != 0:
        raise ValueError("text too long for a cell")
