"""How the parts of a letter look: sizes, distances, what stays on one page."""

from typing import Final, assert_never

from storage.files.letters.fonts import HEI, SONG
from storage.files.letters.letter import (
    Caption,
    Facts,
    Grid,
    Letter,
    Paragraph,
    Part,
    Signature,
)
from storage.files.letters.qr import qr_runs
from storage.files.letters.sheet import Pages

_BODY: Final = 12.0
_LEADING: Final = 6.8
_SMALL: Final = 9.0
_SMALL_LEADING: Final = 5.2
_TABLE: Final = 10.5
_TABLE_LEADING: Final = 5.4
_PADDING: Final = 1.2
_NAMES: Final = 42.0
"""Width of the names in a table of facts."""
_CODE: Final = 28.0
_BESIDE_CODE: Final = _CODE + 5
_LINE: Final = 150


def set_letter(sheet: Pages, letter: Letter) -> bytes:
    """The PDF, of a sheet that nothing stands on yet. Raises TooLong."""
    sheet.begin(letter)
    _set_head(sheet, letter)
    for part in letter.parts:
        _set(sheet, part)
    if note := sheet.signs.note:
        _set(sheet, Paragraph(note, indent=False, small=True))
    sheet.number_pages(letter.footer)
    return bytes(sheet.output())


def _set(sheet: Pages, part: Part) -> None:
    match part:
        case Caption():
            _set_heading(sheet, part)
        case Paragraph():
            _set_paragraph(sheet, part)
        case Facts():
            _set_facts(sheet, part)
        case Grid():
            _set_grid(sheet, part)
        case Signature():
            _set_signature(sheet, part)
        case _:
            assert_never(part)


def _set_head(sheet: Pages, letter: Letter) -> None:
    beside = _BESIDE_CODE if letter.code else 2.0
    if letter.code:
        _set_code(sheet, letter.code)
    for text, font, size, height, gap in (
        (letter.above, SONG, 12.0, 7.0, 1.0),
        (letter.title, HEI, 20.0, 10.5, 3.0),
        (letter.below, SONG, 10.5, 6.0, 0.0),
    ):
        if text:
            lines = sheet.lines_of(text, sheet.epw - 2 * beside, font, size)
            sheet.write_in(font, size)
            for line in lines:
                sheet.put(line, sheet.epw, height, align="C")
            sheet.ln(gap)
    sheet.ln(4)


def _set_heading(sheet: Pages, part: Caption) -> None:
    lines = sheet.lines_of(part.text, sheet.epw - 2, HEI, _BODY)
    _keep_together(sheet, len(lines) * _LEADING + 3 * _LEADING)
    sheet.ln(2)
    sheet.write_in(HEI, _BODY)
    for line in lines:
        sheet.put(line, sheet.epw, _LEADING)


def _set_paragraph(sheet: Pages, part: Paragraph) -> None:
    size, leading = (_SMALL, _SMALL_LEADING) if part.small else (_BODY, _LEADING)
    inner = sheet.epw - 2 * sheet.c_margin
    for paragraph in part.text.split("\n"):
        indent = 2 * size / sheet.k if part.indent else 0.0
        lines = sheet.lines_of(paragraph, inner, SONG, size, indent=indent)
        sheet.write_in(SONG, size, grey=80 if part.small else 0)
        for number, line in enumerate(lines):
            shift = indent if number == 0 else 0.0
            sheet.set_x(sheet.l_margin + shift)
            last = number == len(lines) - 1
            sheet.put(line, sheet.epw - shift, leading, full=not last)
    sheet.set_x(sheet.l_margin)


def _set_facts(sheet: Pages, part: Facts) -> None:
    widths = (_NAMES, sheet.epw - _NAMES)
    sheet.ln(2)
    for row in part.rows:
        _set_row(sheet, row, widths, fonts=(HEI, SONG))
    sheet.ln(3)


def _set_grid(sheet: Pages, part: Grid) -> None:
    whole = sum(part.shares)
    widths = tuple(sheet.epw * share / whole for share in part.shares)
    heads = (HEI,) * len(widths)
    sheet.ln(2)
    _set_row(sheet, part.head, widths, fonts=heads)
    for row in part.rows:
        _set_row(sheet, row, widths, fonts=(SONG,) * len(widths), head=(part.head, heads))
    sheet.ln(3)


def _set_row(
    sheet: Pages,
    texts: tuple[str, ...],
    widths: tuple[float, ...],
    *,
    fonts: tuple[str, ...],
    head: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
) -> None:
    """One row; where it does not fit any more it begins a page, under the head."""
    cells = [
        sheet.lines_of(text, width - 2 * _PADDING - 0.2, font, _TABLE)
        for text, width, font in zip(texts, widths, fonts, strict=True)
    ]
    room = sheet.eph - 2 * _TABLE_LEADING - 4 * _PADDING
    most = int(room / _TABLE_LEADING)
    for begin in range(0, max(map(len, cells)), most):
        piece = [lines[begin : begin + most] for lines in cells]
        height = max(map(len, piece)) * _TABLE_LEADING + 2 * _PADDING
        if sheet.will_page_break(height):
            sheet.add_page()
            if head is not None:
                _set_row(sheet, head[0], widths, fonts=head[1])
        _draw_row(sheet, piece, widths, fonts, height)


def _draw_row(
    sheet: Pages,
    cells: list[list[str]],
    widths: tuple[float, ...],
    fonts: tuple[str, ...],
    height: float,
) -> None:
    top, x = sheet.y, sheet.l_margin
    sheet.set_draw_color(_LINE)
    sheet.set_line_width(0.2)
    margin, sheet.c_margin = sheet.c_margin, 0.0
    for lines, width, font in zip(cells, widths, fonts, strict=True):
        sheet.rect(x, top, width, height)
        sheet.write_in(font, _TABLE)
        sheet.set_xy(x + _PADDING, top + _PADDING)
        for line in lines:
            sheet.put(line, width - 2 * _PADDING, _TABLE_LEADING)
        x += width
    sheet.c_margin = margin
    sheet.set_xy(sheet.l_margin, top + height)


def _set_signature(sheet: Pages, part: Signature) -> None:
    lines = [
        line for text in part.lines for line in sheet.lines_of(text, sheet.epw - 40, SONG, _BODY)
    ]
    _keep_together(sheet, len(lines) * _LEADING + 8)
    sheet.ln(5)
    width = max(sheet.wide(line, SONG, _BODY) for line in lines) + 2 * sheet.c_margin
    x = sheet.w - sheet.r_margin - width - 12
    sheet.write_in(SONG, _BODY)
    for line in lines:
        sheet.set_x(x)
        sheet.put(line, width, _LEADING)
    sheet.set_x(sheet.l_margin)
    sheet.ln(2)


def _set_code(sheet: Pages, content: str) -> None:
    """In the upper corner, where whoever checks a letter looks first."""
    top, left = sheet.t_margin - 4, sheet.w - sheet.r_margin - _CODE
    modules, runs = qr_runs(content)
    module = _CODE / modules
    sheet.set_fill_color(0)
    for x, y, length in runs:
        sheet.rect(left + x * module, top + y * module, length * module, module, style="F")


def _keep_together(sheet: Pages, height: float) -> None:
    if sheet.will_page_break(height):
        sheet.add_page()
