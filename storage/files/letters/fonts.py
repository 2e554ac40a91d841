"""The fonts of letters: Song for what is read, Hei for what stands out; free ones, from packages."""

from typing import Final

import pylopdf_fonts_cjk
import pylopdf_fonts_zh_cn
from fpdf import FPDF
from fpdf.fonts import TTFFont

SONG: Final = "song"
HEI: Final = "hei"
_MORE: Final = "more"
"""The same design for Japan, which has signs that the Chinese one lacks, such as 𠮷."""


def add_fonts(pdf: FPDF) -> frozenset[int]:
    """Gives the document its fonts; returns the code points that can be drawn."""
    pdf.add_font(SONG, fname=pylopdf_fonts_zh_cn.serif_path())
    pdf.add_font(HEI, fname=pylopdf_fonts_zh_cn.sans_path())
    pdf.add_font(_MORE, fname=pylopdf_fonts_cjk.serif_path())
    pdf.set_fallback_fonts([_MORE])
    return _points(pdf, SONG) & _points(pdf, HEI) | _points(pdf, _MORE)


def _points(pdf: FPDF, name: str) -> frozenset[int]:
    font = pdf.fonts[name]
    return frozenset(font.cmap) if isinstance(font, TTFFont) else frozenset()
