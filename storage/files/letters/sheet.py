"""One document of A4 sheets: margins, footer with page numbers, a mark across, lines of text."""

from datetime import UTC, datetime, time
from functools import cache
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from models.rules.text.line_breaks import break_lines
from storage.files.letters.fonts import HEI, SONG, add_fonts
from storage.files.letters.letter import Letter
from storage.files.letters.signs import Signs

MARGIN: Final = 25.0
_TOP: Final = 20.0
_FOOT: Final = 18.0
_FOOT_SIZE: Final = 9.0
_GREY: Final = 110
_PALE: Final = 236
_MOST_PAGES: Final = 60
# In parts of a sign: a line that is spread wider looks torn.
_LOOSEST: Final = 0.1


class TooLong(ValueError):
    """A letter of more pages than anybody reads."""


class Pages(FPDF):
    """Measures are millimetres, sizes of type points."""

    def __init__(self) -> None:
        """Opens the fonts, and nothing after that."""
        super().__init__(format="A4")
        # What stands for the number of pages elsewhere may be part of a name here.
        self.str_alias_nb_pages = ""
        self.signs = Signs(add_fonts(self))
        self._letter: Letter | None = None
        self._measured = cache(self._measure)

    def begin(self, letter: Letter) -> None:
        self._letter = letter
        self.set_margins(MARGIN, _TOP)
        self.set_auto_page_break(True, margin=_FOOT + 2)
        self.set_creation_date(datetime.combine(letter.dated, time(), UTC))
        self.set_title(self.signs.drawn(letter.title))
        self.set_author(self.signs.drawn(letter.author))
        self.set_producer("shuangtui")
        self.set_lang("zh-CN")
        self.add_page()

    def header(self) -> None:
        """The mark lies under the text."""
        if self.page > _MOST_PAGES:
            raise TooLong
        if self._letter is not None and self._letter.mark:
            self._across(self._letter.mark)

    def number_pages(self, footer: str) -> None:
        """Writes the footers, once it is known how many pages there are."""
        self.set_auto_page_break(False)
        text = self.signs.drawn(footer)
        while text and self.wide(text, SONG, _FOOT_SIZE) > self.epw - 45:
            text = text[:-2] + "…" if len(text) > 2 else ""
        for page in range(1, self.pages_count + 1):
            self.page = page
            # Each page has its own state: naming another font first makes it say which.
            self.write_in(HEI, _FOOT_SIZE)
            self.write_in(SONG, _FOOT_SIZE, grey=_GREY)
            self.set_xy(self.l_margin, self.h - _FOOT)
            self.cell(self.epw, 5, text, align="L", new_x=XPos.LEFT)
            self.cell(self.epw, 5, f"第 {page} 页，共 {self.pages_count} 页", align="R")

    def write_in(self, font: str, size: float, *, grey: int = 0) -> None:
        self.set_font(font, size=size)
        self.set_text_color(grey)

    def wide(self, text: str, font: str, size: float) -> float:
        """How wide a text is, in millimetres."""
        return sum(self._measured(sign, font, size) for sign in text)

    def lines_of(
        self, text: str, width: float, font: str, size: float, *, indent: float = 0
    ) -> list[str]:
        """The lines of a text of one or several paragraphs."""
        return [
            line
            for part in text.split("\n")
            for line in break_lines(
                self.signs.drawn(part),
                width,
                lambda some: self.wide(some, font, size),
                indent=indent,
            )
        ]

    def put(
        self, line: str, width: float, height: float, *, align: str = "L", full: bool = False
    ) -> None:
        """One line at the cursor, which goes below it; `full`: spread over the whole width."""
        gap = self._gap(line, width) if full else 0
        if gap:
            self.set_char_spacing(gap)
        self.cell(width, height, line, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
        if gap:
            self.set_char_spacing(0)

    def _gap(self, line: str, width: float) -> float:
        """Points between signs."""
        rest = width - 2 * self.c_margin - self.wide(line, self.font_family, self.font_size_pt)
        gap = rest * self.k / max(1, len(line) - 1)
        return gap if 0 < gap < self.font_size_pt * _LOOSEST else 0

    def _measure(self, sign: str, font: str, size: float) -> float:
        self.set_font(font, size=size)
        return self.get_string_width(sign)

    def _across(self, mark: str) -> None:
        size = 110.0
        self.write_in(HEI, size, grey=_PALE)
        width = self.wide(mark, HEI, size)
        self.write_in(HEI, size, grey=_PALE)
        x, y = self.w / 2, self.h / 2
        with self.rotation(45, x, y):
            self.text(x - width / 2, y + size / self.k / 3, mark)
        self.write_in(SONG, 12)
