"""Signs that are taken for one another when a code is copied by eye: O and 0, I and 1 and so on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from models.rules.reasons import Text

_TWINS: Final = {
    sign: twin for a, b in ("O0", "I1", "B8", "S5", "Z2") for sign, twin in ((a, b), (b, a))
}


@dataclass(frozen=True, slots=True)
class Misread:
    """At `place`, counted from 1, stands `sign` where `meant` would be right."""

    place: int
    sign: str
    meant: str


def find_misread(
    code: str, is_right: Callable[[str], bool], *, never: str
) -> Sequence[Sequence[Misread]]:
    """The ways in which a wrong code becomes right: its signs of `never`, and at most one more.

    Each way holds the signs to change together. Empty where no confusable sign explains it.
    """
    forced = [_swap(code, at) for at, sign in enumerate(code) if sign in never and sign in _TWINS]
    mended = _mended(code, forced)
    if forced and is_right(mended):
        return [forced]
    taken = {slip.place for slip in forced}
    more = [
        _swap(mended, at)
        for at, sign in enumerate(mended)
        if sign in _TWINS and at + 1 not in taken
    ]
    return [[*forced, slip] for slip in more if is_right(_mended(mended, [slip]))]


def say_misread(ways: Sequence[Sequence[Misread]]) -> Text | None:
    """Which sign may be meant, for the middle of a sentence; None without any."""
    if not ways:
        return None
    return Text(
        "，或".join("、".join(_zh(slip) for slip in way) for way in ways),
        ", or ".join(" and ".join(_en(slip) for slip in way) for way in ways),
    )


def _swap(code: str, at: int) -> Misread:
    return Misread(at + 1, code[at], _TWINS[code[at]])


def _mended(code: str, slips: Sequence[Misread]) -> str:
    signs = list(code)
    for slip in slips:
        signs[slip.place - 1] = slip.meant
    return "".join(signs)


def _zh(slip: Misread) -> str:
    return f"第 {slip.place} 位的“{slip.sign}”可能应为“{slip.meant}”"


def _en(slip: Misread) -> str:
    return f"“{slip.sign}” at place {slip.place} may be meant as “{slip.meant}”"
