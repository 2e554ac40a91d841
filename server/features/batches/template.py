"""The workbook that a platform fills in: one column a field, an example, a guide, its plans."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.rules.manifest import words
from models.rules.manifest.amounts import exact, read_fen
from models.rules.manifest.columns import Column
from models.rules.manifest.file_faults import MOST_ROWS
from server.edge.web.workbooks import write_text
from server.features.batches.guide_sheet import PlanLine, write_guide, write_plans
from server.features.batches.template_looks import Looks

_EXAMPLE_ROW: Final = 1
_HEADER_HEIGHT, _EXAMPLE_HEIGHT = 38, 22
_NARROWEST, _WIDEST = 12, 34
_A3: Final = 8
_LISTED_WITHIN: Final = ("是", "否")
_OPEN_LISTS: Final = frozenset({"district", "city", "sector"})
"""Lists that name the usual ones: what else is written is understood as well."""


@dataclass(frozen=True, slots=True)
class TemplateTitle:
    """Which edition and track the list is for."""

    edition: str
    track: str


def template_csv(columns: Sequence[Column]) -> bytes:
    """The line of headers alone, as Excel reads Chinese in a CSV file."""
    line = io.StringIO()
    csv.writer(line).writerow([column.label.zh for column in columns])
    return line.getvalue().encode("utf-8-sig")


def template_workbook(
    columns: Sequence[Column], plans: Sequence[PlanLine], title: TemplateTitle
) -> bytes:
    """An `.xlsx`: 客户清单, 填写说明, 本平台方案, and the options in a hidden sheet."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": f"{title.track} {words.CLIENTS_SHEET}", "subject": title.edition})
    looks = Looks(book)
    clients = book.add_worksheet(words.CLIENTS_SHEET)
    write_guide(
        book.add_worksheet(words.GUIDE_SHEET), columns, f"{title.edition} {title.track}", looks
    )
    write_plans(book.add_worksheet(words.PLANS_SHEET), plans, looks)
    lists = _write_lists(book.add_worksheet(words.LISTS_SHEET), columns, looks)
    _write_clients(clients, columns, lists, looks)
    clients.activate()
    book.close()
    return target.getvalue()


def _write_lists(sheet: Worksheet, columns: Sequence[Column], looks: Looks) -> Mapping[str, str]:
    """The options of each column, one column each; where they stand, by the column's name."""
    sheet.hide()
    places: dict[str, str] = {}
    for column in columns:
        texts = choices(column)
        if not texts or texts == _LISTED_WITHIN:
            continue
        place = len(places)
        write_text(sheet, 0, place, column.label.zh, looks)
        for row, text in enumerate(texts, 1):
            write_text(sheet, row, place, text, looks)
        name = xl_col_to_name(place)
        places[column.name] = f"='{words.LISTS_SHEET}'!${name}$2:${name}${len(texts) + 1}"
    return places


def _write_clients(
    sheet: Worksheet, columns: Sequence[Column], lists: Mapping[str, str], looks: Looks
) -> None:
    sheet.set_row(0, _HEADER_HEIGHT)
    sheet.set_row(_EXAMPLE_ROW, _EXAMPLE_HEIGHT)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column), looks.of(column))
        head = looks.required_head if column.required else looks.optional_head
        sheet.write_string(0, place, column.label.zh, head)
        sheet.write_comment(0, place, _note(column), {"x_scale": 2, "y_scale": 1.2})
        _write_example(sheet, place, column, looks)
        _offer(sheet, place, column, lists.get(column.name))
    sheet.write_comment(
        _EXAMPLE_ROW, 0, "这一行是示例，读取时自动跳过，可以删去，也可以留着。请从下一行开始填写。"
    )
    sheet.freeze_panes(1, 2)
    _set_up_print(sheet)


def _set_up_print(sheet: Worksheet) -> None:
    """Two sheets of A3 side by side, the firm on both."""
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)


def _write_example(sheet: Worksheet, place: int, column: Column, looks: Looks) -> None:
    look = looks.example(column)
    if column.type == "money":
        fen = read_fen(column.label, column.example)
        sheet.write_number(_EXAMPLE_ROW, place, exact(fen).scaleb(-2), look)
    elif column.type == "int":
        sheet.write_number(_EXAMPLE_ROW, place, int(column.example), look)
    else:
        sheet.write_string(_EXAMPLE_ROW, place, column.example, look)


def _offer(sheet: Worksheet, place: int, column: Column, listed: str | None) -> None:
    """A drop-down; one that names only the usual ones lets others pass."""
    source = listed or (list(_LISTED_WITHIN) if choices(column) else None)
    if source is None:
        return
    closed = column.kind not in _OPEN_LISTS and column.type != "list"
    offer = {
        "validate": "list",
        "source": source,
        "error_title": column.label.zh[:30],
        "error_message": "请从下拉列表中选择",
        "show_error": closed,
    }
    sheet.data_validation(_EXAMPLE_ROW, place, MOST_ROWS, place, offer)


def choices(column: Column) -> tuple[str, ...]:
    """What a drop-down offers; plans of one title by their ids."""
    if column.type == "bool":
        return _LISTED_WITHIN
    titles = [option.label.zh for option in column.options]
    return tuple(
        title if column.kind != "plan" or titles.count(title) == 1 else str(option.value)
        for title, option in zip(titles, column.options, strict=True)
    )


def _note(column: Column) -> str:
    needed = "必填" if column.required else "可不填"
    example = f"\n示例：{column.example}" if column.example else ""
    return f"【{needed}】{column.help.zh}{example}"


def _width(column: Column) -> int:
    return min(_WIDEST, max(_NARROWEST, _signs(column.label.zh) + 3, _signs(column.example) + 3))


def _signs(text: str) -> int:
    """How wide it is: a Chinese sign takes the room of two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
