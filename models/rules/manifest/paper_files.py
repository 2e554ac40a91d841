"""Which paper a file is, by its name: the paper's label as people shorten it, or its code."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from models.rules.terms.track import Material
from models.rules.text.compared import compared

_BRACKETED: Final = re.compile(r"\([^()]*\)")
_BRACKETS: Final = re.compile(r"[()]")
_JOINTS: Final = re.compile(r"[-_·~,、+&#]+")
_NUMBER: Final = re.compile(r"^\d{1,3}(?!\d)|(?<!\d)\d{1,3}$")
_ENDING: Final = re.compile(r"\.[^.]*$")
_SHORTEST: Final = 2
"""Signs of a word that stands for a longer label: 合同, 协议."""


@dataclass(frozen=True, slots=True)
class PaperNames:
    """What files of a kind may be called: `names` stand anywhere, a word alone ends one of `parts`."""

    kind: str
    names: tuple[str, ...]
    parts: tuple[str, ...]


def names_of(materials: Sequence[Material]) -> tuple[PaperNames, ...]:
    """Code, label and further names; 服务协议（合同）（复制件） is 服务协议 too, or 合同 alone."""
    return tuple(
        PaperNames(
            material.kind,
            tuple(
                dict.fromkeys(
                    name
                    for label in (material.kind, *_labels(material))
                    for name in (_plain(label), _plain(_without_brackets(label)))
                    if name
                )
            ),
            tuple(_plain(part) for part in _BRACKETS.split(compared(material.label.zh))),
        )
        for material in materials
    )


def kinds_of(
    file_name: str, within: Sequence[str], known: tuple[PaperNames, ...]
) -> tuple[str, ...]:
    """The kinds that a file may be, by its name and the folders `within` the firm's, the inner first.

    One if that is plain, none if nothing is known of it, several if they are as likely. A name that
    contradicts its folder may be either.
    """
    own = _kinds(_ENDING.sub("", file_name), known)
    around = next((kinds for one in reversed(within) if (kinds := _kinds(one, known))), ())
    if not own or not around:
        return own or around
    return tuple(kind for kind in own if kind in around) or (*own, *around)


def _labels(material: Material) -> tuple[str, ...]:
    return material.label.zh, material.label.en, *material.also


# Thousands of folders hold files of the same few names.
@lru_cache(maxsize=4096)
def _kinds(words: str, known: tuple[PaperNames, ...]) -> tuple[str, ...]:
    plain = _plain(words)
    return (
        _longest(known, lambda name: name == plain)
        or _longest(known, plain.startswith)
        or _longest(known, lambda name: name in plain)
        or _by_word(known, _NUMBER.sub("", _plain(_without_brackets(words))))
    )


def _longest(known: Sequence[PaperNames], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Of names that hold one another the longest is meant: 服务协议补充 is no 服务协议."""
    found = [(name, one.kind) for one in known for name in one.names if fits(name)]
    longest = [
        kind
        for name, kind in found
        if not any(name != other and name in other for other, _ in found)
    ]
    return tuple(dict.fromkeys(longest))


def _by_word(known: Sequence[PaperNames], word: str) -> tuple[str, ...]:
    """What a Chinese name is of stands at its end: 承诺书 is the 本年度首次申请资助资金的承诺书."""
    if word.isascii() or len(word) < _SHORTEST:
        return ()
    return tuple(one.kind for one in known if any(part.endswith(word) for part in one.parts))


def _without_brackets(words: str) -> str:
    return _BRACKETED.sub("", compared(words))


def _plain(words: str) -> str:
    return _JOINTS.sub("", compared(words))
