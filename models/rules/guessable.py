"""What of a password nobody knows who knows its account: the rest without known words and figures."""

import unicodedata
from collections.abc import Iterable
from typing import Final

ENOUGH_LEFT: Final = 6
"""So many letters beside the known words make a password that is not made of them."""
_READ_AS: Final = str.maketrans("013457@$!|", "oieastasil")
"""Figures and signs that stand for letters: `Shu4ngtu1` reads `shuangtui`."""


def remainder(password: str, words: Iterable[str]) -> int | None:
    """How many letters remain beside the words in it; None where none of them is in it.

    Read as typed and with figures for letters; the reading with the smaller rest counts.
    """
    known = sorted({_bare(word) for word in words} - {""}, key=len, reverse=True)
    rests = (_rest(reading, known) for reading in readings(password))
    return min((rest for rest in rests if rest is not None), default=None)


def readings(password: str) -> tuple[str, str]:
    """In small letters, as typed and with each figure read as the letter it looks like."""
    plain = password.casefold()
    return plain, plain.translate(_READ_AS)


def repeats(password: str) -> bool:
    """A block of at most half its length, again and again; or hardly any different signs."""
    size = len(password)
    blocks = (password[:length] for length in range(1, size // 2 + 1))
    return len(set(password)) < 4 or any(
        (block * (size // len(block) + 1)).startswith(password) for block in blocks
    )


def _rest(reading: str, known: list[str]) -> int | None:
    bare = _bare(reading)
    left = bare
    for word in known:
        left = left.replace(word, " ")
    return None if left == bare else sum(sign.isalpha() for sign in left)


def _bare(text: str) -> str:
    """Letters and figures only, whatever their width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
