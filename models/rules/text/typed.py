"""What a person typed as it is kept: without what nobody sees, trimmed, in one composition (NFC)."""

import re
import unicodedata
from typing import Final

from models.rules.text.radicals import IDEOGRAPHS

_IGNORABLE: Final = (
    # Default_Ignorable_Code_Point of the Unicode character database: soft hyphen, joiners, fillers,
    # directions, variation selectors, tags. A selector only picks a shape of its ideograph, which no
    # register and no bank keeps; the character stays the same without it.
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BLANK: Final = (
    # Signs that are drawn as nothing, though Unicode does not call them ignorable: the Braille blank,
    # marks of annotations and of pasted objects, fillers of scripts of old.
    r"\u2800\ufff9-\ufffc\U00013430-\U00013442\U00016fe4\U0001d159"
)
_NO_CHARACTERS: Final = r"\ufdd0-\ufdef" + "".join(
    f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17)
)
_CONTROLS: Final = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_HALVES: Final = r"\ud800-\udfff"
_OTHER_BREAKS: Final = r"\r\x0b\x0c\x85\u2028\u2029"
_RADICALS: Final = r"\u2e80-\u2fd5"
HIDDEN: Final = _CONTROLS + _IGNORABLE + _BLANK + _NO_CHARACTERS
"""What nobody sees, as the inside of a bracket expression."""

_HIDDEN: Final = re.compile(f"[{HIDDEN}]+")
_HALF: Final = re.compile(f"[{_HALVES}]")
_BREAK: Final = re.compile(f"\r\n|[{_OTHER_BREAKS}]")
_BREAK_OF_WORDS: Final = re.compile(r"(?<=[A-Za-z])\s*\n\s*(?=[A-Za-z])")
_RADICAL: Final = re.compile(f"[{_RADICALS}]")
_UNSEEN_IN_LINES: Final = re.compile(f"[{HIDDEN}{_HALVES}{_OTHER_BREAKS}]")
_TO_CLEAN: Final = re.compile(f"[{HIDDEN}{_HALVES}{_OTHER_BREAKS}{_RADICALS}\\t\\n]")


class HalfCharacter(ValueError):
    """Half of a character (a lone surrogate): what was meant cannot be known."""


def typed_line(text: str) -> str:
    """A text of one line. A line break goes, or is a blank between two words; a tab is a blank.

    Raises HalfCharacter. Empty if there was nothing to be seen.
    """
    # Codes, numbers and names of fields: most of what comes in.
    if text.isascii() and text.isprintable():
        return text.strip()
    if not _TO_CLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()
    joined = _BREAK_OF_WORDS.sub(" ", _shown(text)).replace("\n", "").replace("\t", " ")
    return unicodedata.normalize("NFC", joined).strip()


def typed_lines(text: str) -> str:
    """A text of several lines: breaks, in one form, and tabs stay. Raises HalfCharacter."""
    return unicodedata.normalize("NFC", _shown(text)).strip()


def has_unseen(text: str) -> bool:
    """Whether a text of several lines holds what nobody sees; blanks around it are seen."""
    return bool(_UNSEEN_IN_LINES.search(text))


def _shown(text: str) -> str:
    """Without what is not seen; a radical is the ideograph that it looks like."""
    if _HALF.search(text):
        raise HalfCharacter
    seen = _HIDDEN.sub("", _BREAK.sub("\n", text))
    return _RADICAL.sub(lambda found: IDEOGRAPHS.get(found[0], found[0]), seen)
