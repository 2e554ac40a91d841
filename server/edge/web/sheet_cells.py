"""How sheets look that people print, with money in their cells exact to the fen."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FONT = "宋体"
_BORDER: Final[Mapping[str, object]] = MappingProxyType({"border": 1, "border_color": "#808080"})


class Formats:
    """The looks that the sheets share; made once per workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
        cell = {**base, **_BORDER, "text_wrap": True}
        strong = {**cell, "bold": True, "bg_color": "#F2F2F2"}
        money = {"num_format": "#,##0.00", "align": "right", "text_wrap": False}
        self.title = book.add_format({**base, "font_size": 18, "bold": True, "align": "center"})
        self.plain = book.add_format(base)
        self.right = book.add_format({**base, "align": "right"})
        self.header = book.add_format({**strong, "align": "center"})
        self.text = book.add_format({**cell, "num_format": "@"})
        self.quoted = book.add_format({**cell, "num_format": "@", "quote_prefix": True})
        self.count = book.add_format({**cell, "align": "center"})
        self.money = book.add_format({**cell, **money})
        self.total_label = book.add_format({**strong, "align": "center"})
        self.total_text = book.add_format({**strong, "text_wrap": False})
        self.total_money = book.add_format({**strong, **money})


def write_yuan(sheet: Worksheet, row: int, column: int, amount_fen: int, look: Format) -> None:
    """Integer fen as a number of yuan with two decimals, without passing through a float."""
    sheet.write_number(row, column, Decimal(amount_fen).scaleb(-2), look)
