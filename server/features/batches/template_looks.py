"""How the cells of a template look; what is typed into a column of text stays text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from models.rules.manifest.columns import Column
from models.rules.terms.conditions import FactType

_FONT: Final = "微软雅黑"
_TEXT: Final = "@"
_NUMBERS: Final[Mapping[FactType, str]] = MappingProxyType({"money": "#,##0.00", "int": "0"})
_BORDER: Final[Mapping[str, object]] = MappingProxyType({"border": 1, "border_color": "#BFBFBF"})
_EXAMPLE: Final[Mapping[str, object]] = MappingProxyType(
    {"italic": True, "font_color": "#7F7F7F", "bg_color": "#FFF9E5"}
)


class Looks:
    """Made once a workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": _FONT, "font_size": 10.5, "valign": "vcenter"}
        cell = {**base, **_BORDER, "text_wrap": True}
        head = {**base, **_BORDER, "bold": True, "align": "center", "text_wrap": True}
        self.title = book.add_format({**base, "font_size": 16, "bold": True})
        self.plain = book.add_format({**base, "text_wrap": True})
        self.text = book.add_format({**cell, "num_format": _TEXT})
        self.quoted = book.add_format({**cell, "num_format": _TEXT, "quote_prefix": True})
        self.centred = book.add_format({**cell, "align": "center"})
        self.money = book.add_format({**cell, "num_format": "#,##0.00", "align": "right"})
        self.required_head = book.add_format(
            {**head, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}
        )
        self.optional_head = book.add_format(
            {**head, "bg_color": "#DDEBF7", "font_color": "#1F4E79"}
        )
        self.needed = book.add_format(
            {**cell, "align": "center", "bold": True, "font_color": "#C00000"}
        )
        kinds = (_TEXT, *_NUMBERS.values())
        self._empty = {kind: book.add_format({**base, "num_format": kind}) for kind in kinds}
        self._examples = {
            kind: book.add_format({**base, **_BORDER, **_EXAMPLE, "num_format": kind})
            for kind in kinds
        }

    def of(self, column: Column) -> Format:
        """Of the cells to fill in."""
        return self._empty[_NUMBERS.get(column.type, _TEXT)]

    def example(self, column: Column) -> Format:
        """Of the example's cell."""
        return self._examples[_NUMBERS.get(column.type, _TEXT)]
