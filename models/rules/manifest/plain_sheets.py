"""Sheets of a workbook or a CSV file as plain cells, whatever file they came from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
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

    def covered(self, column: int) -> range:
        """Rows whose cell in the column is one of them, but for the first, which has their value."""
        if not self.first_column <= column <= self.last_column:
            return range(0)
        return range(self.first_row + (column == self.first_column), self.last_row + 1)


class MergedRows:
    """Rows whose cell in one column is merged with an earlier one, however many blocks there are."""

    def __init__(self, blocks: Iterable[Block], column: int) -> None:
        self._apart: list[range] = []
        for rows in sorted(
            (rows for block in blocks if (rows := block.covered(column))),
            key=lambda rows: rows.start,
        ):
            last = self._apart[-1] if self._apart else None
            if last is not None and rows.start <= last.stop:
                self._apart[-1] = range(last.start, max(last.stop, rows.stop))
            else:
                self._apart.append(rows)

    def __contains__(self, row: int) -> bool:
        at = bisect_right(self._apart, row, key=lambda rows: rows.start)
        return at > 0 and row in self._apart[at - 1]


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

    `hidden_columns` from 0. `from_1904`: a number in a cell that is no cell of days counts them from
    the first of that year, not from 1900 as usual.
    """

    name: str
    rows: Sequence[SheetRow]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    blocks: tuple[Block, ...] = ()
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    from_1904: bool = False


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
