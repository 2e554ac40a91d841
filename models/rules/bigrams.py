"""Text as pairs of neighbouring characters: what Chinese search needs where nothing splits words."""

from dataclasses import dataclass

from models.rules.text.compared import compared


@dataclass(frozen=True, slots=True)
class Term:
    """A character or a pair of neighbours, and where it begins in the text (from 1)."""

    text: str
    position: int


def bigrams(text: str) -> tuple[Term, ...]:
    """Every letter or digit alone and with its right neighbour; other signs part neighbours.

    In the form in which texts are compared, but that blanks part neighbours too, and each character
    for itself, so that the terms of a part of a text are among the terms of the whole.
    """
    return tuple(
        Term(run[start : start + size], first + start)
        for first, run in runs(text)
        for start in range(len(run))
        for size in (1, 2)
        if start + size <= len(run)
    )


def runs(text: str) -> tuple[tuple[int, str], ...]:
    """Unbroken runs of letters and digits, folded, each with the position where it begins."""
    found: list[tuple[int, str]] = []
    begin, letters = 0, ""
    for position, letter in enumerate(_folded(text), start=1):
        if letter.isalnum():
            begin, letters = begin if letters else position, letters + letter
        elif letters:
            found.append((begin, letters))
            letters = ""
    return tuple([*found, (begin, letters)] if letters else found)


def _folded(text: str) -> str:
    # Character by character: composing neighbours would make a part differ from the whole.
    return "".join(" " if letter.isspace() else compared(letter) for letter in text)
