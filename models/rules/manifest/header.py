"""Finds the table in a workbook: the sheet, the row of headers, and which column each is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from models.rules.manifest import words
from models.rules.manifest.amounts import unit_factor
from models.rules.manifest.cells import Heading
from models.rules.manifest.columns import Column
from models.rules.manifest.plain_sheets import CellValue, PlainSheet, SheetRow, letters
from models.rules.manifest.plain_text import is_blank
from models.rules.reasons import Text
from models.rules.text.compared import compared

_ROWS_LOOKED_AT: Final = 30
_FEWEST: Final = 3
"""So many headers make a row of headers."""
_MARKS: Final = re.compile(r"^[*#]+|[*:#]+$")
_BRACKET: Final = re.compile(r"(?P<head>.+)\((?P<inside>[^()]*)\)")
_UNIT: Final = re.compile("单位:.{0,6}(?:元|圆|万|yuan)")
_YUAN: Final = re.compile("元|圆|yuan")
_LONGEST: Final = 200
"""Signs of a header; what is longer is none, and is not looked through for one."""


@dataclass(frozen=True, slots=True)
class ClientTable:
    """A sheet with its row of headers; `strange` are headers that are no column, by index."""

    sheet: PlainSheet
    row: SheetRow
    headings: tuple[Heading, ...]
    strange: Mapping[int, str]

    @property
    def doubled(self) -> Sequence[Sequence[Heading]]:
        """Headings that mean the same column, together."""
        times = Counter(heading.column.name for heading in self.headings)
        return [
            [heading for heading in self.headings if heading.column.name == name]
            for name, often in times.items()
            if often > 1
        ]

    @property
    def rows(self) -> Iterable[SheetRow]:
        """Those below the headers."""
        return (row for row in self.sheet.rows if row.number > self.row.number)


class Headers:
    """Which column a header names: by label or name, in Chinese or English, with or without unit."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._whole: dict[str, Column] = {}
        self._also: dict[str, Column] = {}
        for column in columns:
            for text in (column.name, column.label.zh, column.label.en):
                self._whole.setdefault(_form(text), column)
        for column in columns:
            for text in (_form(column.label.zh), _form(column.label.en), *map(_form, column.also)):
                self._also.setdefault(_without_bracket(text)[0], column)

    def find_table(self, sheet: PlainSheet) -> ClientTable | None:
        """The row among the first that has most headers; None without one that has three."""
        tables = [self._table(sheet, row) for row in sheet.rows[:_ROWS_LOOKED_AT]]
        best = max(tables, key=_known, default=None)
        return best if best is not None and _known(best) >= _FEWEST else None

    def _table(self, sheet: PlainSheet, row: SheetRow) -> ClientTable:
        headings, strange = [], {}
        added, above = find_added(row.cells), _unit_above(sheet, row.number)
        for index, value in enumerate(row.cells):
            if added is not None and index in (added, added + 1):
                continue
            heading = self._heading(index, value, above, sheet)
            if heading is not None:
                headings.append(heading)
            elif not is_blank(value):
                strange[index] = str(value)
        return ClientTable(sheet, row, tuple(headings), strange)

    def _heading(
        self, index: int, value: CellValue, above: int | None, sheet: PlainSheet
    ) -> Heading | None:
        if not isinstance(value, str) or len(value) > _LONGEST:
            return None
        form = _form(value)
        head, inside = _without_bracket(form)
        column = self._whole.get(form) or self._also.get(form) or self._also.get(head)
        if column is None:
            return None
        factor = unit_factor(inside) if column.type == "money" else 1
        if column.type == "money" and factor == 1 and not _YUAN.search(form):
            factor = above
        if factor is None:
            return None
        return Heading(column, index, letters(index), factor, sheet.from_1904)


def find_added(headers: Sequence[object]) -> int | None:
    """Where the two columns of an earlier report begin, side by side; None without them.

    One alone that is called so is the platform's own.
    """
    found = [
        index
        for index, (one, other) in enumerate(pairwise(headers))
        if _says(one, words.RESULT) and _says(other, words.REASON)
    ]
    return found[-1] if found else None


def _unit_above(sheet: PlainSheet, header_row: int) -> int | None:
    """What a line such as 单位：万元 above the table says; 1 without one."""
    for row in sheet.rows[:_ROWS_LOOKED_AT]:
        for value in row.cells if row.number < header_row else ():
            # The name of whoever fills it in may stand there as well: 单位：上海元和公司.
            if isinstance(value, str) and "单位" in value[:_LONGEST]:
                form = _form(value[:_LONGEST])
                if _UNIT.fullmatch(form):
                    return unit_factor(form)
    return 1


def _says(header: object, label: Text) -> bool:
    if not isinstance(header, str) or len(header) > _LONGEST:
        return False
    return _form(header) in (compared(label.zh), compared(label.en))


def _known(table: ClientTable) -> int:
    return len({heading.column.name for heading in table.headings})


def _form(text: str) -> str:
    return _MARKS.sub("", compared(text))


def _without_bracket(form: str) -> tuple[str, str]:
    """`服务费(万元)` is 服务费 in 万元; nothing in brackets is an empty text."""
    found = _BRACKET.fullmatch(form)
    return (form, "") if found is None else (found["head"], found["inside"])
