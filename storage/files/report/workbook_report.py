"""A workbook with its results: two columns more, wrong cells coloured with why, a summary first."""

import io
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from itertools import count
from types import MappingProxyType
from typing import Any, Final
from zipfile import ZipFile

from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import coordinate_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.rules.manifest.file_faults import MOST_CELLS, MOST_ROWS
from models.rules.manifest.header import find_added
from models.rules.manifest.words import REASON, RESULT, SUMMARY_SHEET, SUMMARY_SHEETS
from models.rules.reasons import Text
from storage.files.report.in_memory import saved
from storage.files.report.result_words import RESULT_WORDS
from storage.files.report.results import Report, Result, RowResult, WrongCell
from storage.files.report.summary_sheet import (
    LINE_HEIGHT,
    lines_of,
    plain,
    write_plain,
    write_summary,
)
from storage.files.sheets.packed import unpack
from storage.files.sheets.workbook import read_workbook

_SHEETS: Final = "xl/worksheets/"
_MOST_PLACES: Final = MOST_CELLS + MOST_ROWS
"""Rows and cells, empty ones too: what the largest list has, and a minute of work."""
_ALONE: Final = (
    Text("说明", "Note"),
    Text(
        "原表的格式有不规范之处，或带格式的空行太多，本表只保留了内容",
        "The list has odd formats, or too many empty rows that have one; only its cells are left here",
    ),
)
_AUTHOR: Final = "审核结果"
_THEIRS: Final = "\n————\n"
"""Between what is said of a cell and what the platform had noted there."""
_RESULT_WIDTH, _REASON_WIDTH = 16, 64
_HIGHEST = 400
_WRONG: Final = PatternFill("solid", fgColor="FFC7CE")
_UNFILLED: Final = PatternFill()
_FILLS: Final[Mapping[Result, PatternFill]] = MappingProxyType(
    {
        "accepted": PatternFill("solid", fgColor="C6EFCE"),
        "rejected": _WRONG,
        "skipped": PatternFill("solid", fgColor="EDEDED"),
        "waiting": _UNFILLED,
    }
)


def report_workbook(content: bytes, report: Report) -> bytes:
    """Everything else of the workbook stays; macros and links to other files do not.

    Of a workbook that the library cannot open or save, though its cells can be read, the cells are
    left; so of one with more empty cells than it could hold in time.
    """
    # Whatever the library makes of a file that it did not expect.
    with suppress(Exception):
        if not _is_vast(content):
            book = load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
            return _reported(book, report)
    label, said = (text.in_language(report.english) for text in _ALONE)
    alone = replace(report, facts=[*report.facts, (label, said)])
    return _reported(_cells_alone(content), alone)


def _is_vast(content: bytes) -> bool:
    """A look that somebody gave to a million empty rows makes as many objects of them."""
    with ZipFile(io.BytesIO(content)) as parts:
        sheets = (parts.read(name) for name in parts.namelist() if name.startswith(_SHEETS))
        return sum(xml.count(b"<c ") + xml.count(b"<row ") for xml in sheets) > _MOST_PLACES


def _reported(book: Workbook, report: Report) -> bytes:
    if report.sheet is not None and report.sheet in book.sheetnames:
        sheet = book[report.sheet]
        _clear_earlier(sheet)
        _write_results(sheet, report)
    for wrong in (*report.wrong, *(cell for row in report.rows for cell in row.wrong)):
        _mark(book, wrong)
    for name in SUMMARY_SHEETS.intersection(book.sheetnames):
        del book[name]
    write_summary(book.create_sheet(SUMMARY_SHEET.in_language(report.english), 0), report)
    _show_first(book)
    return saved(book)


def _cells_alone(content: bytes) -> Workbook:
    book = Workbook()
    del book[book.sheetnames[0]]
    for packed in read_workbook(memoryview(content)):
        sheet = book.create_sheet(packed.name)
        sheet.sheet_state = "hidden" if packed.hidden else "visible"
        for number, cells in packed.rows:
            for column, value in enumerate(map(unpack, cells), 1):
                if isinstance(value, str):
                    write_plain(sheet, number, column, value)
                elif value is not None:
                    sheet.cell(number, column).value = value
    return book


def _write_results(sheet: Worksheet, report: Report) -> None:
    if report.header_row is None:
        return
    first = _place_for_results(sheet, report.header_row)
    heads = (sheet.cell(report.header_row, column) for column in range(first - 1, 0, -1))
    beside = next(
        (cell for cell in heads if cell.value is not None), sheet.cell(report.header_row, 1)
    )
    for place, (label, width) in enumerate(((RESULT, _RESULT_WIDTH), (REASON, _REASON_WIDTH))):
        said = label.in_language(report.english)
        cell = write_plain(sheet, report.header_row, first + place, said)
        for look in ("font", "fill", "border", "alignment"):
            setattr(cell, look, copy(getattr(beside, look)))
        sheet.column_dimensions[get_column_letter(first + place)].width = width
    for row in report.rows:
        said = RESULT_WORDS[row.result].in_language(report.english)
        result = write_plain(sheet, row.number, first, said)
        reason = write_plain(sheet, row.number, first + 1, row.reason)
        for cell in (result, reason):
            cell.fill = _FILLS[row.result]
            cell.font = Font(name=beside.font.name, size=beside.font.size)
            cell.number_format = "General"
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        _make_room(sheet, row)


def _place_for_results(sheet: Worksheet, header_row: int) -> int:
    """The column that the results begin in: where they stood before, else where nothing stands."""
    below = [cell for cell in _cells(sheet) if cell.row >= header_row and cell.value is not None]
    head = {cell.column: cell.value for cell in below if cell.row == header_row}
    last = max(head, default=0)
    earlier = find_added([head.get(column) for column in range(1, last + 1)])
    if earlier is not None:
        _empty(sheet, earlier + 1, header_row)
        return earlier + 1
    taken = {cell.column for cell in below}
    for block in sheet.merged_cells.ranges:
        if block.max_row >= header_row:
            taken.update(range(block.min_col, block.max_col + 1))
    return next(place for place in count(last + 1) if not {place, place + 1} & taken)


def _empty(sheet: Worksheet, first: int, header_row: int) -> None:
    """Nothing of an earlier report stays beside rows that this one says nothing of."""
    for block in list(sheet.merged_cells.ranges):
        if block.max_row >= header_row and block.min_col <= first + 1 and block.max_col >= first:
            sheet.unmerge_cells(block.coord)
    for cell in _cells(sheet):
        if cell.row > header_row and cell.column in (first, first + 1):
            cell.value, cell.fill = None, _UNFILLED


def _cells(sheet: Worksheet) -> list[Cell]:
    """Those that there are: going through rows makes all up to the farthest that has a look."""
    there: Any = sheet._cells
    return [cell for cell in there.values() if isinstance(cell, Cell)]


def _make_room(sheet: Worksheet, row: RowResult) -> None:
    lines = lines_of(row.reason, _REASON_WIDTH)
    if lines > 1:
        dimension = sheet.row_dimensions[row.number]
        dimension.height = min(_HIGHEST, max(dimension.height or 0, lines * LINE_HEIGHT))


def _mark(book: Workbook, wrong: WrongCell) -> None:
    """A cell within merged ones has no look of its own; its row tells."""
    name, _, place = wrong.cell.rpartition("!")
    name = name[1:-1].replace("''", "'") if name.startswith("'") else name
    if name not in book.sheetnames or name in SUMMARY_SHEETS:
        return
    letters, row = coordinate_from_string(place)
    cell = book[name][f"{letters}{row}"]
    if isinstance(cell, MergedCell):
        return
    cell.fill = _WRONG
    said = plain(wrong.reason)
    known = cell.comment
    if known is not None and known.author == _AUTHOR:
        ours, between, theirs = known.text.partition(_THEIRS)
        said = f"{ours}\n{said}{between}{theirs}"
    elif known is not None:
        said = f"{said}{_THEIRS}{known.text}"
    cell.comment = Comment(said, _AUTHOR, height=110, width=320)


def _clear_earlier(sheet: Worksheet) -> None:
    """What an earlier report said of cells, which may be right by now; the platform's words stay."""
    for cell in _cells(sheet):
        known = cell.comment
        if known is not None and known.author == _AUTHOR:
            theirs = known.text.partition(_THEIRS)[2]
            cell.comment = Comment(theirs, "") if theirs else None
            cell.fill = _UNFILLED


def _show_first(book: Workbook) -> None:
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
