"""Gives PDFium one font for Chinese that a PDF names but does not bring; it may open no file itself."""

import ctypes
from typing import Any, Final

import pypdfium2

_SIMPLIFIED_CHINESE: Final = 134
_EAST_ASIAN: Final = frozenset({128, 129, _SIMPLIFIED_CHINESE, 136})
"""Character sets of Japanese, Korean, simplified and traditional Chinese (`FXFONT_…_CHARSET`)."""
_FONT: Final = 1
_WHOLE_FILE: Final = 0


def offer(font: bytes) -> None:
    """From now on for every document: a TrueType file, no collection of several."""
    if font and not font.startswith(b"ttcf"):
        _OneFont(font).setup()


class _OneFont(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 ships no types
    """PDFium's questions, answered with the one font or none (its names are PDFium's)."""

    def __init__(self, font: bytes) -> None:
        super().__init__()
        self._font = font

    def MapFont(self, _: Any, *asked: Any) -> int | None:
        """`asked`: weight, italic, character set, pitch, name, exact."""
        return _FONT if asked[2] in _EAST_ASIAN else None

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, room: int) -> int:
        if table != _WHOLE_FILE:
            return 0
        if room >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))
        return len(self._font)

    def GetFaceName(self, _: Any, font: int, buffer: Any, room: int) -> int:
        return 0

    def GetFontCharset(self, _: Any, font: int) -> int:
        return _SIMPLIFIED_CHINESE

    def EnumFonts(self, _: Any, mapper: Any) -> None:
        """None beside."""

    def DeleteFont(self, _: Any, font: int) -> None:
        """Kept for the next page."""
