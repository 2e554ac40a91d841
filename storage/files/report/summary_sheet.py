"""The first sheet of a report: how many rows went in, and what is wrong, the most frequent first."""

from typing import Final
from unicodedata import east_asian_width

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from models.rules.manifest.words import SUMMARY_SHEET
from models.rules.reasons import Text
from storage.files.report.results import Report, ReportedProblem

_WIDTHS: Final = (14, 78, 8, 50)
_HEAD: Final = (
    Text("序号", "No."),
    Text("问题和改法", "What is wrong, and what to do"),
    Text("行数", "Rows"),
    Text("单元格（点击跳到第一个）", "Cells (a click leads to the first)"),
)
_MOST_CELLS: Final = 12
LINE_HEIGHT: Final = 16
"""Points; programs differ in whether they make room for wrapped text by themselves."""
_LINE: Final = Side("thin", color="BFBFBF")
_BORDER: Final = Border(_LINE, _LINE, _LINE, _LINE)
_HOW: Final = Text(
    "有误的单元格已标红，原因写在批注和“原因”列里。请直接在清单页改好，整份再传一次：已提交的行自动跳过，"
    "“结果”“原因”两列和本页不会被读取。",
    "Wrong cells are red; the reason stands in a comment and in the column Reason. Mend them in the"
    " list, then send all of it again: rows that are in are skipped, and neither the two columns nor"
    " this sheet is read.",
)


def write_summary(sheet: Worksheet, report: Report) -> None:
    """Counts, how to go on, then the problems with their cells."""
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCD"[place]].width = width
    sheet.sheet_view.showGridLines = False
    write_plain(sheet, 1, 1, SUMMARY_SHEET.in_language(report.english)).font = Font(
        size=16, bold=True
    )
    row = 2
    for label, value in report.facts:
        row += 1
        write_plain(sheet, row, 1, label).font = Font(bold=True)
        write_plain(sheet, row, 2, value)
    row += 2
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    how = write_plain(sheet, row, 1, _HOW.in_language(report.english))
    how.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[row].height = 2 * LINE_HEIGHT
    if report.problems:
        _write_problems(sheet, row + 2, report)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_problems(sheet: Worksheet, row: int, report: Report) -> None:
    for place, head in enumerate(_HEAD, 1):
        cell = write_plain(sheet, row, place, head.in_language(report.english))
        cell.font, cell.border = Font(bold=True, color="FFFFFF"), _BORDER
        cell.fill = PatternFill("solid", fgColor="1F4E79")
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    for number, problem in enumerate(report.problems, 1):
        texts = (f"{number}", problem.text, str(problem.rows), _cells(problem, report.english))
        for place, text in enumerate(texts, 1):
            cell = write_plain(sheet, row + number, place, text)
            cell.border = _BORDER
            cell.alignment = Alignment(
                horizontal="left" if place % 2 == 0 else "center", vertical="center", wrap_text=True
            )
        lines = max(lines_of(problem.text, _WIDTHS[1]), lines_of(texts[3], _WIDTHS[3]))
        sheet.row_dimensions[row + number].height = lines * LINE_HEIGHT + 6
        if problem.cells:
            sheet.cell(row + number, 4).hyperlink = f"#{problem.cells[0]}"


def _cells(problem: ReportedProblem, english: bool) -> str:
    named, count = problem.cells[:_MOST_CELLS], len(problem.cells)
    more = Text(f" 等 {count} 处", f" and others, {count} in all") if count > len(named) else None
    return (", " if english else "、").join(named) + (more.in_language(english) if more else "")


def lines_of(text: str, width: int) -> int:
    """How many lines it takes in a column of that width, where a Chinese sign takes two places."""
    signs = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, -(-signs // (width - 2)))


def plain(text: str) -> str:
    """Without signs that no workbook may hold, such as one of an odd name of a file."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def write_plain(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text that stays one, whatever sign it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError("a merged cell holds nothing")
    cell.value = plain(text)
    cell.data_type = "s"
    return cell
