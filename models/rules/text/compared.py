"""The form in which texts are compared: names, contract and voucher numbers, accounts, searches.

PostgreSQL's function `compared` does the same out of the same tables (`compared_sql`): whoever
changes them makes it, and the columns that it filled, anew in a migration.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from models.rules.text.radicals import IDEOGRAPHS
from models.rules.text.typed import HIDDEN

_LEFT_OUT: Final = (
    rf"{HIDDEN}\x09-\x0d\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)

_ALIKE: Final = {
    "-": "\u058a\u05be\u1806\u2010\u2012\u2013\u2014\u2015\u2043\u2212\u2796\u2e17\u2e1a\u2e3a"
    "\u2e3b\u2e40\u30a0\u2500\u2501\u30fc",
    "~": "\u301c\u223c\u223d",
    "'": '"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2035\u02b9\u02bc\u300c\u300d'
    "\u300e\u300f\u301d\u301e\u301f",
    "\u00b7": ".\u2022\u2027\u2219\u22c5\u30fb\u2e31\u2e33",
    "(": "[{\u3010\u3014\u3016\u3018\u301a\u2985\u27e6",
    ")": "]}\u3011\u3015\u3017\u3019\u301b\u2986\u27e7",
    "/": "\u2044\u2215\u29f8",
    ":": "\u2236\ua789",
    "\u3007": "\u25cb\u25ef",
    "\u00df": "\u1e9e",
}
"""The sign that is kept, with those that people type for it."""


_CASED: Final = range(0x530)
"""Latin, Greek and Cyrillic; PostgreSQL goes through all signs of the table for each of a text."""


def _cases() -> Iterator[tuple[str, str]]:
    for sign in map(chr, _CASED):
        folded = sign.casefold()
        if folded != sign and len(folded) == 1:
            yield sign, folded


SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        sign: kept
        for sign, kept in (
            *_cases(),
            *((sign, kept) for kept, signs in _ALIKE.items() for sign in signs),
            *IDEOGRAPHS.items(),
            (" ", ""),
        )
        if unicodedata.is_normalized("NFKC", sign)
    }
)
"""What stands for each sign of a text in NFKC; nothing for the blank."""

_LONGER: Final = ("\u00df", "ss")
_TABLE: Final = str.maketrans(dict(SIGNS))
_UNSEEN: Final = re.compile(f"[{_LEFT_OUT}]+")
_DASHES: Final = re.compile("-{2,}")


def compared(text: str) -> str:
    """Equal for texts that mean the same to who reads them; for looking up, never for showing.

    Blanks and what nobody sees are left out; width and case do not count (NFKC, case folded sign
    for sign); all brackets, all dashes (a run of them too), all quotes and all middle dots are one
    sign each; a radical is its ideograph.
    """
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).translate(_TABLE)
    return _DASHES.sub("-", unicodedata.normalize("NFKC", folded.replace(*_LONGER)))


def compared_sql() -> str:
    """The same of `$1` as an expression of PostgreSQL, whose texts hold no U+0000."""
    left_out = _LEFT_OUT.replace(r"\x00", r"\x01")
    seen = f"regexp_replace($1, '[{left_out}]+', '', 'g')"
    folded = _translated(f"normalize({seen}, NFKC)", SIGNS)
    folded = "normalize(replace({}, '{}', '{}'), NFKC)".format(folded, *_LONGER)
    plain = _translated(seen, {sign: kept for sign, kept in SIGNS.items() if sign.isascii()})
    return (
        "CASE WHEN octet_length($1) = length($1)"
        f" THEN regexp_replace({plain}, '-{{2,}}', '-', 'g')"
        f" ELSE regexp_replace({folded}, '-{{2,}}', '-', 'g') END"
    )


def _translated(text: str, signs: Mapping[str, str]) -> str:
    ordered = sorted(signs.items(), key=lambda pair: not pair[1])
    before, after = ("".join(pair[side] for pair in ordered) for side in (0, 1))
    return "translate({}, '{}', '{}')".format(
        text, *(s.replace("'", "''") for s in (before, after))
    )
