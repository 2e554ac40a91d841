"""A platform's list of clients as a workbook: codes as text, money as exact yuan, and the sums."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.programme.describe.paths import ROLE_WORDS
from models.rules.labels import QUEUE_WORDS, STAGE_WORDS, STATUS_WORDS
from models.rules.lifecycle import ENDED
from server.clock import SHANGHAI
from server.edge.web.sheet_cells import Formats, write_yuan
from server.edge.web.workbooks import write_text
from server.features.clients.rows import ClientRow

_A4: Final = 9
_HEADER_ROW: Final = 2
_TURNS: Final[Mapping[str, str]] = MappingProxyType(
    {role: words.zh for role, words in ROLE_WORDS.items()}
)


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client's application, with its track's title and its edition's.

    `asked`: whether the edition asks for the firm's word on what its platform filed.
    """

    row: ClientRow
    edition: str
    track: str
    asked: bool


_Value = Callable[[ClientLine], str]
_Amount = Callable[[ClientRow], int | None]

_TEXTS: Final[tuple[tuple[str, int, _Value], ...]] = (
    ("企业名称", 30, lambda line: line.row.enterprise),
    ("统一社会信用代码", 21, lambda line: line.row.uscc or ""),
    ("所在区", 10, lambda line: line.row.district),
    ("受理号", 21, lambda line: line.row.number),
    ("申报年度", 26, lambda line: line.edition),
    ("申报事项", 16, lambda line: line.track),
    ("合同编号", 18, lambda line: line.row.contract_no or ""),
    ("状态", 10, lambda line: STATUS_WORDS[line.row.status].zh),
    ("办理环节", 11, lambda line: STAGE_WORDS[line.row.stage].zh if line.row.stage else ""),
    ("待谁办理", 11, lambda line: _TURNS.get(line.row.turn or "", "")),
    ("截止日", 11, lambda line: _day(line.row.due_on)),
    ("排队状态", 13, lambda line: QUEUE_WORDS[line.row.queue].zh),
    ("企业确认", 10, lambda line: _confirmation(line)),
    ("提交日期", 11, lambda line: _day(line.row.submitted_at.astimezone(SHANGHAI))),
)
_AMOUNTS: Final[tuple[tuple[str, int, _Amount], ...]] = (
    ("服务费（元）", 14, lambda row: row.fee_fen),
    ("预计补贴（元）", 14, lambda row: row.expected_fen),
    ("已审定待拨付（元）", 14, lambda row: row.locked_fen),
    ("已拨付（元）", 14, lambda row: row.disbursed_fen),
)


def clients_workbook(lines: Sequence[ClientLine], made_at: datetime) -> bytes:
    """An `.xlsx` of one sheet, 客户申请: a line an application, then the totals.

    The same input gives the same bytes. Raises ValueError if a text is too long for a cell.
    """
    target = io.BytesIO()
    # In memory: the library's row-by-row mode would put firms' names into temporary files.
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": "客户申请", "created": made_at})
    formats, sheet = Formats(book), book.add_worksheet("客户申请")
    _set_up(sheet, len(lines), made_at, formats)
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        for column, (_, _, text) in enumerate(_TEXTS):
            write_text(sheet, row, column, text(line), formats)
        for column, (_, _, amount) in enumerate(_AMOUNTS, start=len(_TEXTS)):
            amount_fen = amount(line.row)
            if amount_fen is None:
                sheet.write_blank(row, column, None, formats.money)
            else:
                write_yuan(sheet, row, column, amount_fen, formats.money)
    _write_totals(sheet, _HEADER_ROW + 1 + len(lines), lines, formats)
    book.close()
    return target.getvalue()


def _set_up(sheet: Worksheet, count: int, made_at: datetime, formats: Formats) -> None:
    """Title, when and how many, the header with its filter; A4 landscape for the printer."""
    columns = [(label, width) for label, width, _ in (*_TEXTS, *_AMOUNTS)]
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, "客户申请", formats.title)
    sheet.set_row(0, 32)
    about = f"导出时间：{made_at.astimezone(SHANGHAI):%Y年%m月%d日 %H:%M}  共 {count} 件  单位：元"
    sheet.merge_range(1, 0, 1, last, about, formats.plain)
    sheet.set_row(_HEADER_ROW, 24)
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER_ROW, column, label, formats.header)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(count, 1), last)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_totals(
    sheet: Worksheet, row: int, lines: Sequence[ClientLine], formats: Formats
) -> None:
    first = len(_TEXTS)
    sheet.merge_range(row, 0, row, first - 1, "合计", formats.total_label)
    for column, (_, _, amount) in enumerate(_AMOUNTS, start=first):
        total_fen = sum(amount(line.row) or 0 for line in lines)
        write_yuan(sheet, row, column, total_fen, formats.total_money)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _confirmation(line: ClientLine) -> str:
    """Only what the platform filed itself has to be confirmed, where the edition asks for it."""
    row = line.row
    if row.filed_by != "platform":
        return ""
    if row.refused_at is not None:
        return "已否认"
    if row.confirmed_at is not None:
        return "已确认"
    return "待确认" if line.asked and row.status not in ENDED else ""
