"""Whose a file of an archive is, by the folders that it lies in: their names hold the firm's code."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from models.rules.misread import find_misread, say_misread
from models.rules.reasons import Text
from models.rules.uscc import LENGTH, normalise_uscc

_LIKE_A_CODE: Final = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_NEVER: Final = "IOSVZ"


@dataclass(frozen=True, slots=True)
class Location:
    """`firms`: the codes of the manifest that a folder's path bears, none, one or (wrongly) several.

    `folder` is the path down to the first that bears one, `within` the folders below that.
    """

    folder: str
    firms: tuple[str, ...]
    within: tuple[str, ...]


def locate(path: str, firms: Collection[str]) -> Location:
    """Of a folder's path. A code counts in any width and case, and joined with a name in any way."""
    parts = tuple(path.split("/"))
    found = [(depth, firm) for depth, part in enumerate(parts) for firm in _firms_in(part, firms)]
    if not found:
        return Location(path, (), ())
    depth = found[0][0] + 1
    codes = tuple(dict.fromkeys(firm for _, firm in found))
    return Location("/".join(parts[:depth]), codes, parts[depth:])


@dataclass(frozen=True, slots=True)
class Stranger:
    """A folder that bears a code, but of no firm in the manifest."""

    folder: str
    code: str


def find_stranger(path: str) -> Stranger | None:
    """The first folder of the path that bears what looks like a code; None if none does."""
    parts = path.split("/")
    for depth, part in enumerate(parts, start=1):
        found = _LIKE_A_CODE.search(normalise_uscc(part))
        if found:
            return Stranger("/".join(parts[:depth]), found[0])
    return None


def meant_firm(code: str, firms: Collection[str]) -> Text | None:
    """Which sign of a stranger's code would make a firm's of it, for a sentence; None if none."""
    return say_misread(find_misread(code, firms.__contains__, never=_NEVER))


def _firms_in(folder: str, firms: Collection[str]) -> list[str]:
    signs = normalise_uscc(folder)
    windows = (signs[at : at + LENGTH] for at in range(len(signs) - LENGTH + 1))
    return [window for window in windows if window in firms]
