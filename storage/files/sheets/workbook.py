"""The sheets of an .xlsx: values by calamine, and beside them what it does not tell."""

import io
import math
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from models.rules.manifest.file_faults import MOST_CELLS, MOST_SIGNS, MOST_UNPACKED
from models.rules.manifest.plain_sheets import cell_name
from storage.files.sheets.packed import PackedSheet, SheetsFault, pack
from storage.files.sheets.scan import Scanned, scan_sheets

_MOST_PARTS = 2_000
_MOST_MERGED = 20_000
_LONGEST_NAME = 100
"""Of a sheet, which stands in the name of every cell; programs let it have 31 signs."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    ParseError,
    ValueError,
    KeyError,
    EOFError,
    NotImplementedError,
)


def read_workbook(content: memoryview) -> list[PackedSheet]:
    """Macros are parts like others: nothing runs them here. Raises SheetsFault."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_bomb(parts)
            scanned = scan_sheets(parts)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _sheets(book, scanned)
    except _DAMAGED:
        raise SheetsFault("damaged") from None


def _refuse_bomb(parts: zipfile.ZipFile) -> None:
    """By what it says of itself; what it really unpacks to the limits of this process hold."""
    entries = parts.infolist()
    if "xl/workbook.xml" not in parts.namelist():
        raise SheetsFault("not_a_workbook")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetsFault("password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or len(entries) > _MOST_PARTS:
        raise SheetsFault("too_large")


def _sheets(book: CalamineWorkbook, scanned: Mapping[str, Scanned]) -> list[PackedSheet]:
    found = []
    room = MOST_CELLS
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet or about.name not in scanned:
            continue
        if len(about.name) > _LONGEST_NAME:
            raise SheetsFault("sheet_name")
        sheet = book.get_sheet_by_name(about.name)
        packed = _sheet(sheet, about.visible != Visible.Visible, scanned[about.name], room)
        room -= sum(len(cells) for _, cells in packed.rows)
        found.append(packed)
    return found


def _sheet(sheet: CalamineSheet, hidden: bool, scanned: Scanned, room: int) -> PackedSheet:
    rows: list[tuple[int, list[object]]] = []
    # Rows come from the first one of the sheet, but their cells from the first that is used.
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [*before, *(_cell(value) for value in values)]
        for column, error in scanned.errors.get(number, ()):
            cells += [None] * (column + 1 - len(cells))
            cells[column] = error
        while cells and cells[-1] is None:
            cells.pop()
        room -= len(cells)
        if room < 0:
            raise SheetsFault("too_many_cells", cell_name(sheet.name, number, 0))
        if cells:
            rows.append((number, cells))
    blocks = [
        (first[0] + 1, last[0] + 1, first[1], last[1])
        for first, last in sheet.merged_cell_ranges or ()
    ]
    if len(blocks) > _MOST_MERGED:
        raise SheetsFault("too_many_cells")
    hidden_rows = [number for number, _ in rows if number in scanned.hidden_rows]
    return PackedSheet(
        sheet.name,
        hidden,
        rows,
        hidden_rows,
        blocks,
        scanned.uncalculated,
        sorted(scanned.hidden_columns),
        scanned.from_1904,
    )


def _cell(value: object) -> object:
    """None for nothing; times of day and durations as they are written."""
    if isinstance(value, str):
        return value[:MOST_SIGNS] or None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    packed = pack(value)
    return packed if isinstance(packed, bool | int | float | list) else str(packed)
