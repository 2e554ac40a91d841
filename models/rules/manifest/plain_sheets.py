"""Sheets of a workbook or a CSV file as plain cells, whatever file they came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

CellValue = str | int | float | bool | date | datetime | None
"""None for an empty cell; a number is a float where the file does not tell."""

CSV_SHEET = "CSV"
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Block:
    """Merged cells: rows from 1 and columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell is one of them, but for the first, which has their value."""
        inside = (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )
        return inside and (row, column) != (self.first_row, self.first_column)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under its number in the file, from 1."""

    number: int
    cells: tuple[CellValue, ...]

    def at(self, column: int) -> CellValue:
        """The cell of a column, from 0; rows end with their last cell."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """Rows without the empty ones. `hidden_rows` are among `rows`; `uncalculated` are cells, as
    (row, column), whose formula has no value in the file.
    """

    name: str
    rows: Sequence[SheetRow]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    blocks: tuple[Block, ...] = ()
    uncalculated: frozenset[tuple[int, int]] = frozenset()


def letters(column: int) -> str:
    """What a sheet calls its column, counted from 0: A, Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def cell_name(sheet: str, row: int, column: int) -> str:
    """`Sheet1!F17`, the sheet's name in quotes where a sheet would quote it."""
    name = sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{letters(column)}{row}"
