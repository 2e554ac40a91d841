"""Reads a platform's list of clients: its table, then each row, then the rows beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from models.rules.manifest import refusals, words
from models.rules.manifest.across import repeated, shortened
from models.rules.manifest.cells import Heading, read_cell
from models.rules.manifest.columns import EXAMPLE_USCC, Column
from models.rules.manifest.header import ClientTable, Headers
from models.rules.manifest.plain_sheets import MergedRows, PlainSheet, SheetRow
from models.rules.manifest.plain_text import is_blank
from models.rules.manifest.problems import CellProblem
from models.rules.manifest.refused import CellRefused
from models.rules.manifest.rows import FIRM, Manifest, ManifestRow, Places
from models.rules.places.own import NO_OWN, OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Text
from models.rules.uscc import normalise_uscc

_DISTRICT, _CITY = "district", "registered_city"


def read_manifest(
    sheets: Sequence[PlainSheet], columns: Sequence[Column], own: OwnPlaces = NO_OWN
) -> Manifest:
    """Every row with all that is wrong in it; `own`: the places that only programmes know."""
    headers = Headers(columns)
    looked_at = [sheet for sheet in sheets if sheet.name not in words.OWN_SHEETS]
    tables = [table for sheet in looked_at if (table := headers.find_table(sheet)) is not None]
    shown = [table for table in tables if not table.sheet.hidden]
    if not shown:
        return Manifest(problems=(refusals.no_table(looked_at, tables),))
    table = shown[0]
    at = (table.sheet.name, table.row.number)
    problems = tuple(refusals.of_headers(table, columns))
    notes = tuple(refusals.notes_of(table, tables, looked_at, columns))
    if problems:
        return Manifest((), problems, notes, *at)
    rows = repeated(tuple(shortened(_Rows(table, own, _merged(table)).read())))
    notes = (*notes, *_left_out(table))
    return Manifest(rows, () if rows else (refusals.no_rows(table),), notes, *at)


def _merged(table: ClientTable) -> Mapping[int, MergedRows]:
    indexes = [heading.index for heading in table.headings]
    return {index: MergedRows(table.sheet.blocks, index) for index in indexes}


def _left_out(table: ClientTable) -> Iterator[CellProblem]:
    """Rows that are no client's: the example of the template, and sums."""
    firm = next(heading for heading in table.headings if heading.column.field == FIRM)
    for row in table.rows:
        if _is_example(row, firm.index):
            yield refusals.example_row(table, row)
        elif _is_total(row, firm.index):
            yield refusals.total_row(table, row)


def _is_example(row: SheetRow, firm: int) -> bool:
    value = row.at(firm)
    return isinstance(value, str) and normalise_uscc(value) == EXAMPLE_USCC


def _is_total(row: SheetRow, firm: int) -> bool:
    texts = {value.strip() for value in row.cells if isinstance(value, str)}
    value = row.at(firm)
    return (is_blank(value) or value in words.TOTALS) and bool(texts & words.TOTALS)


@dataclass(frozen=True, slots=True)
class _Rows:
    table: ClientTable
    own: OwnPlaces
    merged: Mapping[int, MergedRows]

    def read(self) -> Iterator[ManifestRow]:
        headings = self.table.headings
        firm = next(heading.index for heading in headings if heading.column.field == FIRM)
        indexes = {heading.column.field: heading.index for heading in headings}
        names = {heading.column.field: heading.column.name for heading in headings}
        indexes |= {heading.column.name: heading.index for heading in headings}
        places = Places(self.table.sheet.name, indexes, MappingProxyType(names))
        for row in self.table.rows:
            blank = all(is_blank(row.at(heading.index)) for heading in headings)
            if not (blank or _is_example(row, firm) or _is_total(row, firm)):
                yield self._row(row, places)

    def _row(self, row: SheetRow, places: Places) -> ManifestRow:
        values: dict[str, object] = {}
        problems: list[CellProblem] = []
        for heading in self.table.headings:
            value, column = row.at(heading.index), heading.column
            try:
                if not is_blank(value):
                    values[column.field] = read_cell(heading, value, self.own)
                else:
                    self._refuse_blank(heading, row)
            except CellRefused as refused:
                cell = places.cell(row.number, column.field)
                problems.append(
                    CellProblem(row.number, cell, column.name, refused.code, refused.text)
                )
        problems += self._district(row, values, places)
        code = values.get(FIRM)
        uscc = code if isinstance(code, str) else None
        return ManifestRow(row.number, uscc, MappingProxyType(values), tuple(problems), places)

    def _refuse_blank(self, heading: Heading, row: SheetRow) -> None:
        """Raises CellRefused where the cell only looks empty, or must not be."""
        sheet, place = self.table.sheet, (row.number, heading.index)
        if place in sheet.uncalculated:
            raise CellRefused("no_value", refusals.uncalculated(heading.column.label))
        if row.number in self.merged[heading.index]:
            raise CellRefused("merged", refusals.merged(heading.column.label))
        if heading.column.required:
            raise CellRefused("required", refusals.required(heading.column.label))

    def _district(
        self, row: SheetRow, values: dict[str, object], places: Places
    ) -> Iterator[CellProblem]:
        """The firm's city and its code tell which district of one name is meant."""
        written, city, code = (values.get(name) for name in (_DISTRICT, _CITY, FIRM))
        if not isinstance(written, str):
            return
        reading = PlaceReading(self.own)
        values[_DISTRICT] = reading.district(
            _DISTRICT,
            self._label(_DISTRICT),
            written,
            city=city if isinstance(city, str) else None,
            registry=code[2:8] if isinstance(code, str) else None,
            bound=True,
        )
        cell = places.cell(row.number, _DISTRICT)
        for problem in reading.problems:
            yield CellProblem(row.number, cell, _DISTRICT, problem.code, problem.text)

    def _label(self, field: str) -> Text:
        return next(
            heading.column.label for heading in self.table.headings if heading.column.field == field
        )
