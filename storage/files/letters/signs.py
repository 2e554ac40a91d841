"""Which signs can be drawn: those that a font has; the others show as 〓 and are named in a note."""

import unicodedata
from collections.abc import Container
from typing import Final

MISSING: Final = "〓"
"""The sign that Chinese printers set where they have no type for one (U+3013)."""
_BLANKS: Final = frozenset({"Zs", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Signs:
    """Cleans texts for one letter, and remembers what no font has."""

    def __init__(self, known: Container[int]) -> None:
        """`known`: code points that some font has."""
        self._known = known
        self._missing: dict[str, None] = {}

    def drawn(self, text: str) -> str:
        """As it can be drawn: no control signs, nothing that turns the direction, plain blanks."""
        return "".join(self._one(sign) for sign in unicodedata.normalize("NFC", text))

    @property
    def note(self) -> str:
        """What is missing, for the reader; empty where nothing is."""
        if not self._missing:
            return ""
        codes = "、".join(f"U+{ord(sign):04X}" for sign in self._missing)
        return f"注：“{MISSING}”处为字库暂缺的字，依次为 {codes}，以系统登记的为准。"

    def _one(self, sign: str) -> str:
        category = unicodedata.category(sign)
        if category in _BLANKS or sign in "\t\n\r":
            return " " if sign != "\u3000" else sign
        if ord(sign) in self._known:
            return "" if category in _UNSEEN else sign
        if category in _UNSEEN - {"Co", "Cn"} or category.startswith("M"):
            return ""
        self._missing[sign] = None
        return MISSING
