"""CSV as programs of China and elsewhere save one: its encoding, its delimiter, its rows."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from models.rules.manifest.file_faults import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SIGNS
from models.rules.manifest.plain_sheets import CSV_SHEET, cell_name
from storage.files.sheets.packed import PackedSheet, SheetsFault

# With the mark of bytes; UTF-16 is what Excel calls Unicode text.
_MARKED: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BARE: Final = ("utf-8", "gb18030")
_DELIMITERS: Final = ",;\t"
_LINES_LOOKED_AT: Final = 30
_END: Final = "\x1eend\x1e"
"""The last record, unless a quotation mark that has no end takes it in."""
_KEPT_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""What keeps a code from becoming a number in a sheet."""


@dataclass(frozen=True, slots=True)
class CsvText:
    """A CSV file as text, and how to write one like it."""

    text: str
    encoding: str
    delimiter: str

    def records(self) -> Iterator[list[str]]:
        """Its rows, as they are quoted."""
        csv.field_size_limit(max(csv.field_size_limit(), len(self.text) + 1))
        return csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)


def load_codecs() -> None:
    """Codecs are modules, read when they are first asked for; `cp437` is for names in a ZIP."""
    for encoding in ("cp437", *_BARE, *(name for _, name in _MARKED)):
        codecs.lookup(encoding)


def written(content: bytes) -> CsvText:
    """Raises SheetsFault (`encoding`)."""
    encodings = [name for mark, name in _MARKED if content.startswith(mark)] or _BARE
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return CsvText(text, encoding, _delimiter(text))
    raise SheetsFault("encoding")


def read_csv(content: bytes) -> PackedSheet:
    """The one sheet of a CSV file; a row's number is that of its record, as a sheet shows it.

    Raises SheetsFault.
    """
    rows: list[tuple[int, list[str | None]]] = []
    cells = 0
    source = written(content)
    try:
        for number, record in enumerate(
            replace(source, text=f"{source.text}\n{_END}").records(), 1
        ):
            if record == [_END]:
                break
            _refuse_swallowed(number, record)
            row = [_cell(text) for text in record]
            while row and row[-1] is None:
                row.pop()
            if not row:
                continue
            cells += len(row)
            _refuse_more(number, len(row), cells)
            rows.append((number, row))
    except csv.Error:
        raise SheetsFault("damaged") from None
    return PackedSheet(CSV_SHEET, False, rows, [], [], [])


def _refuse_swallowed(number: int, record: list[str]) -> None:
    """A quotation mark without its end makes one cell of all that follows."""
    for place, text in enumerate(record):
        if text.endswith(_END) or (len(text) > MOST_SIGNS and "\n" in text):
            raise SheetsFault("open_quote", cell_name(CSV_SHEET, number, place))


def _refuse_more(number: int, width: int, cells: int) -> None:
    if number > MOST_ROWS:
        raise SheetsFault("too_many_rows", cell_name(CSV_SHEET, number, 0))
    if width > MOST_COLUMNS:
        raise SheetsFault("too_many_columns", cell_name(CSV_SHEET, number, width - 1))
    if cells > MOST_CELLS:
        raise SheetsFault("too_many_cells", cell_name(CSV_SHEET, number, 0))


def _cell(text: str) -> str | None:
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return (text if kept is None else kept[1])[:MOST_SIGNS] or None


def _delimiter(text: str) -> str:
    """The one that parts the row of headers: the line among the first that it parts most."""
    lines = text[: 64 * 1024].splitlines()[:_LINES_LOOKED_AT]
    return max(_DELIMITERS, key=lambda sign: max((line.count(sign) for line in lines), default=0))
