"""Looks through the XML of a workbook's sheets: what is hidden, errors, formulas without a value.

It ends at the first cell beyond what a list may have, before a whole table is made for it.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from models.rules.manifest.file_faults import MOST_COLUMNS, MOST_ROWS
from models.rules.manifest.plain_sheets import cell_name
from storage.files.sheets.packed import SheetsFault

_PIECE = 1024 * 1024
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_MOST_NAMED = 10_000
_MOST_PLACES = 3_000_000
"""Rows and cells that are written down, empty ones too: some seconds of work."""
_TRUE = ("1", "true")


@dataclass(slots=True)
class Scanned:
    """`errors` by row: column and what the cell shows; `uncalculated`: row and column.

    `from_1904`: the workbook counts its days from that year.
    """

    from_1904: bool
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


def scan_sheets(parts: zipfile.ZipFile) -> Mapping[str, Scanned]:
    """By the name of the sheet. Raises SheetsFault, KeyError and ValueError for what is no workbook."""
    book = _tree(parts, "xl/workbook.xml")
    settings = next((one for one in book if _local(one.tag) == "workbookPr"), None)
    from_1904 = settings is not None and settings.get("date1904") in _TRUE
    return {name: _scan(parts, name, part, from_1904) for name, part in _sheet_parts(parts, book)}


def _sheet_parts(parts: zipfile.ZipFile, book: Element) -> Iterator[tuple[str, str]]:
    targets = {
        one.get("Id"): (one.get("Target", ""), one.get("Type", ""))
        for one in _tree(parts, "xl/_rels/workbook.xml.rels")
    }
    for sheet in book.iter():
        if _local(sheet.tag) == "sheet":
            by_id = next((text for key, text in sheet.items() if _local(key) == "id"), "")
            target, kind = targets[by_id]
            if kind.endswith("/worksheet"):
                yield sheet.get("name", ""), normpath(join("xl", target)).lstrip("/")


def _tree(parts: zipfile.ZipFile, name: str) -> Element:
    tree: Element = fromstring(parts.read(name), forbid_dtd=True)
    return tree


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _scan(parts: zipfile.ZipFile, name: str, part: str, from_1904: bool) -> Scanned:
    looking, places = _Looking(name, from_1904), 0
    try:
        with parts.open(part) as xml:
            while piece := xml.read(_PIECE):
                places += piece.count(b"<c ") + piece.count(b"<row ")
                if places > _MOST_PLACES:
                    raise SheetsFault("too_many_cells")
                looking.parser.Parse(piece)
            looking.parser.Parse(b"", True)
    except expat.ExpatError:
        raise SheetsFault("damaged") from None
    return looking.found


class _Looking:
    """One sheet under its parser; rows and cells may leave out where they stand."""

    def __init__(self, sheet: str, from_1904: bool) -> None:
        self.found = Scanned(from_1904)
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._sheet = sheet
        self._row, self._column = 0, -1
        self._error = self._formula = self._empty_text = False
        self._value = ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._begin_cell(attributes)
        elif kind in ("v", "t"):
            self.parser.CharacterDataHandler = self._read
        elif kind == "f":
            self._formula = True
        elif kind == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_rows.add(self._row)
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.found.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            place = _REFERENCE.fullmatch(reference)
            if place is None:
                raise SheetsFault("damaged")
            # What counts is where the cell says that it is, not the row that it stands in.
            self._column, self._row = _column(place[1].upper()), int(place[2])
        else:
            self._column += 1
        kind = attributes.get("t")
        self._error, self._empty_text = kind == "e", kind == "str"
        self._formula, self._value = False, ""

    def _read(self, text: str) -> None:
        self._value = text[:20]

    def _end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif kind == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        if not self._value:
            # One whose value is an empty text says that it has one.
            missing = self._formula and not self._empty_text
            if missing and len(self.found.uncalculated) < _MOST_NAMED:
                self.found.uncalculated.append((self._row, self._column))
            return
        if self._row > MOST_ROWS:
            raise SheetsFault("too_many_rows", cell_name(self._sheet, self._row, self._column))
        if self._column >= MOST_COLUMNS:
            raise SheetsFault("too_many_columns", cell_name(self._sheet, self._row, self._column))
        if self._error:
            self.found.errors.setdefault(self._row, []).append((self._column, self._value))

    def _refuse_doctype(self, *_about: object) -> None:
        raise SheetsFault("damaged")


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
