"""The payout as a workbook for the treasury: one line per payee, and what each line is made of."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.rules.yuan_in_words import yuan_in_words
from server.edge.web.sheet_cells import Formats, write_yuan
from server.edge.web.workbooks import write_text

_A4 = 9
_LINE_COLUMNS = (
    ("序号", 6),
    ("收款单位", 34),
    ("开户行", 42),
    ("账号", 25),
    ("笔数", 7),
    ("金额（元）", 17),
    ("备注", 22),
)
_ITEM_COLUMNS = (
    ("序号", 6),
    ("收款单位", 32),
    ("申请编号", 24),
    ("受益企业", 34),
    ("统一社会信用代码", 22),
    ("补贴金额（元）", 17),
)
_HEADER_ROW = 2
_HEAD_HEIGHTS = (32, 20, 24)
# Two lines of text for the long names of bank branches.
_LINE_HEIGHT = 34
_ITEM_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class PayoutApplication:
    """One application that a line pays for; `amount_fen` is its award from this payout."""

    number: str
    enterprise: str
    uscc: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One transfer: payee with bank and full account number, and the applications behind it."""

    number: int
    payee: str
    bank: str
    account: str = field(repr=False)
    applications: Sequence[PayoutApplication]
    note: str = ""

    @property
    def amount_fen(self) -> int:
        return sum(item.amount_fen for item in self.applications)


@dataclass(frozen=True, slots=True)
class PayoutHeading:
    """The heading of both sheets: programme and year, who pays, which payout, made when."""

    edition_title: str
    authority: str
    reference: str
    made_on: date


def payout_workbook(lines: Sequence[PayoutRow], heading: PayoutHeading) -> bytes:
    """An `.xlsx` of two sheets, 拨付汇总 (lines, total) and 申请明细 (applications of each line).

    Amounts are exact yuan, accounts text. The same input gives the same bytes.
    Raises ValueError if a text is too long for a cell, or the total for its words (10^12 yuan).
    """
    target = io.BytesIO()
    # In memory: the library's row-by-row mode would put account numbers into temporary files.
    book = Workbook(target, {"in_memory": True})
    made_at = datetime.combine(heading.made_on, time(), UTC)
    book.set_properties({"title": _title(heading), "created": made_at})
    formats = Formats(book)
    _write_lines(book.add_worksheet("拨付汇总"), lines, heading, formats)
    _write_items(book.add_worksheet("申请明细"), lines, heading, formats)
    book.close()
    return target.getvalue()


def _write_lines(
    sheet: Worksheet, lines: Sequence[PayoutRow], heading: PayoutHeading, formats: Formats
) -> None:
    _set_up(sheet, _LINE_COLUMNS, heading, formats, title=_title(heading))
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        sheet.set_row(row, _LINE_HEIGHT)
        sheet.write_number(row, 0, line.number, formats.count)
        for column, value in enumerate((line.payee, line.bank, line.account), start=1):
            write_text(sheet, row, column, value, formats)
        sheet.write_number(row, 4, len(line.applications), formats.count)
        write_yuan(sheet, row, 5, line.amount_fen, formats.money)
        write_text(sheet, row, 6, line.note, formats)
    _write_total(sheet, _HEADER_ROW + 1 + len(lines), lines, formats)


def _write_total(sheet: Worksheet, row: int, lines: Sequence[PayoutRow], formats: Formats) -> None:
    total_fen = sum(line.amount_fen for line in lines)
    sheet.set_row(row, _LINE_HEIGHT)
    sheet.merge_range(row, 0, row, 1, "合计", formats.total_label)
    words = f"人民币（大写）：{yuan_in_words(total_fen)}"
    sheet.merge_range(row, 2, row, 3, words, formats.total_text)
    sheet.write_number(row, 4, sum(len(line.applications) for line in lines), formats.total_label)
    write_yuan(sheet, row, 5, total_fen, formats.total_money)
    sheet.write_blank(row, 6, None, formats.total_text)
    signatures = {0: "制表：", 2: "复核：", 4: "批准："}
    for column, label in signatures.items():
        sheet.write_string(row + 2, column, label, formats.plain)


def _write_items(
    sheet: Worksheet, lines: Sequence[PayoutRow], heading: PayoutHeading, formats: Formats
) -> None:
    title = f"{heading.edition_title} 补贴资金拨付申请明细"
    _set_up(sheet, _ITEM_COLUMNS, heading, formats, title=title)
    row = _HEADER_ROW + 1
    for line in lines:
        for item in line.applications:
            sheet.set_row(row, _ITEM_HEIGHT)
            sheet.write_number(row, 0, line.number, formats.count)
            texts = (line.payee, item.number, item.enterprise, item.uscc)
            for column, value in enumerate(texts, start=1):
                write_text(sheet, row, column, value, formats)
            write_yuan(sheet, row, 5, item.amount_fen, formats.money)
            row += 1
    sheet.set_row(row, _ITEM_HEIGHT)
    sheet.merge_range(row, 0, row, 4, "合计", formats.total_label)
    write_yuan(sheet, row, 5, sum(line.amount_fen for line in lines), formats.total_money)


def _set_up(
    sheet: Worksheet,
    columns: Sequence[tuple[str, int]],
    heading: PayoutHeading,
    formats: Formats,
    *,
    title: str,
) -> None:
    """Title, a line about the payout, the header row; widths, and A4 landscape for the printer."""
    last = len(columns) - 1
    for row, height in enumerate(_HEAD_HEIGHTS):
        sheet.set_row(row, height)
    sheet.merge_range(0, 0, 0, last, title, formats.title)
    sheet.merge_range(1, 0, 1, 2, f"拨付单位：{heading.authority}", formats.plain)
    about = f"拨付批次：{heading.reference}  制表日期：{heading.made_on:%Y年%m月%d日}  单位：元"
    sheet.merge_range(1, 3, 1, last, about, formats.right)
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER_ROW, column, label, formats.header)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    _set_up_print(sheet)


def _set_up_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _title(heading: PayoutHeading) -> str:
    return f"{heading.edition_title} 补贴资金拨付汇总表"
