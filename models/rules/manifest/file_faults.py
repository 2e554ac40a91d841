"""Why a file cannot be read as a list of clients, and how large one may be."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
MOST_CELLS: Final = 1_000_000
MOST_UNPACKED: Final = 300 * 1024 * 1024
"""Of all parts of a workbook, in bytes."""
MOST_SIGNS: Final = 5_000
"""Of a cell; what is longer is cut there, which is longer than any column takes."""

FILE_FAULTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "empty": Text("清单文件是空的，请重新选择", "The list is an empty file"),
        "too_large": Text(
            f"清单文件超过 {MOST_BYTES // 1024 // 1024} MB，或展开后太大。请删去图片和无关的工作表，"
            "或分成几次提交",
            f"The list is larger than {MOST_BYTES // 1024 // 1024} MB, or unpacks to too much; take"
            " out pictures and other sheets, or divide it",
        ),
        "password": Text(
            "清单设有打开密码，读不出来。请另存为不带密码的 .xlsx",
            "The workbook asks for a password; save it without one",
        ),
        "old_format": Text(
            "清单是旧版 .xls 格式。请用表格软件打开，另存为 .xlsx",
            "The list is an old .xls; save it as .xlsx",
        ),
        "not_a_workbook": Text(
            "清单须为 .xlsx 或 .csv 文件。请用表格软件打开，另存为 .xlsx",
            "The list must be .xlsx or .csv; save it as .xlsx",
        ),
        "damaged": Text(
            "清单文件损坏或不完整，读不出来。请用表格软件打开确认，另存后重新上传",
            "The list is damaged or cut off; open it, save it anew, and send that",
        ),
        "too_complex": Text(
            "清单文件太复杂，系统打不开。请新建一个表格，只把清单内容复制过去（选择性粘贴“数值”），"
            "另存为 .xlsx 后重新上传",
            "The list is too complex to be opened; copy its values alone into a new workbook, and send"
            " that",
        ),
        "open_quote": Text(
            "从这一格起引号没有成对，后面的内容都连成了一格。请删去多余的引号，或另存为 .xlsx",
            "A quotation mark that begins here has no end; take it out, or save the list as .xlsx",
        ),
        "sheet_name": Text(
            "工作表的名称太长，请改短后重新上传",
            "The name of a sheet is too long; give it a shorter one",
        ),
        "encoding": Text(
            "清单不是文字文件，或编码认不出来。请用表格软件打开，另存为 .xlsx",
            "The list is no text, or of an unknown encoding; save it as .xlsx or as CSV UTF-8",
        ),
        "too_many_rows": Text(
            f"清单一次最多 {MOST_ROWS:,} 行，请分成几次提交；多出的行里只有空格的，请删去这些行",
            f"A batch has at most {MOST_ROWS:,} rows; divide it",
        ),
        "too_many_columns": Text(
            f"清单最多 {MOST_COLUMNS} 列，请删去右边无关的列",
            f"A list has at most {MOST_COLUMNS} columns; delete the others",
        ),
        "too_many_cells": Text(
            "清单内容太多（带格式的空行也算）。请删去无关的行、列和工作表，或分成几次提交",
            "The list has too many cells (empty ones with a look count as well); delete other rows,"
            " columns and sheets, or divide it",
        ),
    }
)
