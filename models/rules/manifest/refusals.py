"""What is said of a list as a whole, and of cells that are empty."""

from collections.abc import Iterator, Sequence
from typing import Final

from models.rules.manifest.columns import Column
from models.rules.manifest.header import ClientTable
from models.rules.manifest.plain_sheets import PlainSheet, SheetRow, cell_name
from models.rules.manifest.plain_text import said
from models.rules.manifest.problems import CellProblem
from models.rules.places.nearest import by_sign, like
from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared

_NO_HEADER: Final = Text(
    "没有找到表头。请使用本平台下载的模板，表头一行要有“统一社会信用代码”“企业名称”等列名",
    "No row of headers was found; use the template, whose first row names the columns",
)
_NO_ROWS: Final = Text(
    "表头下面没有填写企业，请每家企业填一行", "There is no client below the headers"
)
_EXAMPLE: Final = Text(
    "这一行是模板的示例，不用申报，已跳过",
    "This is the example of the template; it was skipped",
)
_TOTAL: Final = Text("这一行是合计，不用申报，已跳过", "A row of sums was skipped")
_HIDDEN_ROW: Final = Text(
    "这一行是隐藏的，也已读取；不申报的，请删去这一行",
    "This row is hidden; it was read as well: delete it if it is not meant",
)
_HIDDEN_COLUMN: Final = Text(
    "这一列是隐藏的，也已读取；内容不对的，请取消隐藏后核对",
    "This column is hidden; it was read as well: show it and look at what stands there",
)


def no_table(sheets: Sequence[PlainSheet], hidden: Sequence[ClientTable]) -> CellProblem:
    """No sheet that is shown has a row of headers."""
    if hidden:
        name = hidden[0].sheet.name
        text = Text(
            f"清单在隐藏的工作表“{name}”里，请取消隐藏后再上传",
            f"The list stands in the hidden sheet {name}; show it, then send it again",
        )
        return _at_head(hidden[0], Reason("", "hidden_sheet", text))
    return _at(sheets[0].name if sheets else "", 1, Reason("", "no_header", _NO_HEADER))


def no_rows(table: ClientTable) -> CellProblem:
    """There are headers and no client below them."""
    return _at_head(table, Reason("", "no_rows", _NO_ROWS))


def of_headers(table: ClientTable, columns: Sequence[Column]) -> Iterator[CellProblem]:
    """Columns that are missing, and those of which there are two."""
    held = {heading.column.name for heading in table.headings}
    for column in columns:
        if column.required and column.name not in held:
            text = Text(
                f"缺少“{column.label.zh}”一列，请照模板补上",
                f"There is no column {column.label.en}; add it as in the template",
            )
            yield _at_head(table, Reason(column.name, "missing_column", text))
    for doubled in table.doubled:
        listed = "、".join(heading.letter for heading in doubled)
        label = doubled[0].column.label
        text = Text(
            f"“{label.zh}”有 {len(doubled)} 列（{listed}），请只留一列",
            f"{label.en} stands in {len(doubled)} columns ({listed}); leave one",
        )
        for heading in doubled:
            reason = Reason(heading.column.name, "repeated_column", text)
            yield _at_head(table, reason, heading.index)


def notes_of(
    table: ClientTable,
    tables: Sequence[ClientTable],
    sheets: Sequence[PlainSheet],
    columns: Sequence[Column],
) -> Iterator[CellProblem]:
    """What was left out or is hidden, so that nobody believes it was read, or was not."""
    for index, header in table.strange.items():
        yield _at_head(table, Reason("", "unknown_column", _unknown(header, columns)), index)
    for other in tables:
        if other is not table and not other.sheet.hidden:
            text = _not_read(other.sheet.name, table.sheet.name)
            yield _at_head(other, Reason("", "sheet_not_read", text))
    for sheet in sheets:
        if sheet.hidden and sheet.rows:
            yield _at(sheet.name, 1, Reason("", "hidden_sheet", _hidden(sheet.name)))
    for heading in table.headings:
        if heading.index in table.sheet.hidden_columns:
            reason = Reason(heading.column.name, "hidden_column", _HIDDEN_COLUMN)
            yield _at_head(table, reason, heading.index)
    for row in sorted(table.sheet.hidden_rows):
        if row > table.row.number:
            yield _at(table.sheet.name, row, Reason("", "hidden_row", _HIDDEN_ROW))


def example_row(table: ClientTable, row: SheetRow) -> CellProblem:
    """The example of the template was left in."""
    return _at(table.sheet.name, row.number, Reason("", "example_row", _EXAMPLE))


def total_row(table: ClientTable, row: SheetRow) -> CellProblem:
    """A row of sums."""
    return _at(table.sheet.name, row.number, Reason("", "total_row", _TOTAL))


def required(label: Text) -> Text:
    """An empty cell of a column that must be filled in."""
    return Text(f"{label.zh}没有填写，请补上", f"{label.en} is missing")


def merged(label: Text) -> Text:
    """An empty cell that looks as if it had the value of another."""
    return Text(
        f"{label.zh}的单元格是合并的，只有第一格有内容。请取消合并，每行分别填写",
        f"{label.en} is merged with other cells; divide them and fill in each row",
    )


def uncalculated(label: Text) -> Text:
    """A formula without a value."""
    return Text(
        f"{label.zh}是公式，但文件里没有保存算出的值。请用表格软件打开、保存一次，或直接填写",
        f"{label.en} is a formula that was saved without its value; open and save the file, or type"
        " the value",
    )


def _hidden(name: str) -> Text:
    return Text(
        f"隐藏的工作表“{name}”没有读取；里面有要申报的企业的，请取消隐藏，并放进同一张表",
        f"The hidden sheet {name} was not read; show it and move its clients into the same sheet",
    )


def _not_read(name: str, read: str) -> Text:
    return Text(
        f"工作表“{name}”没有读取：一次只读一张表，已读取“{read}”。请把企业都放在一张表里",
        f"The sheet {name} was not read, only {read}; put all clients into one sheet",
    )


def _unknown(header: str, columns: Sequence[Column]) -> Text:
    labels = {column.label.zh: (compared(column.label.zh), column.name) for column in columns}
    near = like(compared(said(header)), by_sign(labels))
    zh = f"；是不是“{near[0]}”？" if near else ""
    return Text(
        f"“{said(header)}”不是这份清单的列，没有读取{zh}",
        f"{said(header)} is no column of this list and was not read",
    )


def _at_head(table: ClientTable, reason: Reason, column: int = 0) -> CellProblem:
    return _at(table.sheet.name, table.row.number, reason, column)


def _at(sheet: str, row: int, reason: Reason, column: int = 0) -> CellProblem:
    return CellProblem(row, cell_name(sheet, row, column), reason.field, reason.code, reason.text)
