"""Lines of business as options: sections and divisions of GB/T 4754-2017."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.rules.places.forms import folded
from models.rules.places.nearest import BySign, by_sign, like

_FILE = Path(__file__).with_name("sectors.txt")


@dataclass(frozen=True, slots=True)
class Sector:
    """`code` is a letter for a section, a letter and two digits for a division of it."""

    code: str
    value: str
    aliases: tuple[str, ...]

    @property
    def section(self) -> str:
        return self.code[0]


@cache
def sectors() -> Sequence[Sector]:
    """Each value once: where a section has one division of the same name it is the section."""
    found: dict[str, Sector] = {}
    section = ""
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, names = line.partition(" ")
            value, *aliases = names.split("|")
            section = code if code.isalpha() else section
            whole = code if code.isalpha() else section + code
            held = found.get(value)
            known = (*held.aliases, *aliases) if held else tuple(aliases)
            found[value] = Sector(held.code if held else whole, value, known)
    return tuple(found.values())


def find_sector(text: str) -> Sector | None:
    """The sector that the text names, by its name, its code, or another way of saying it."""
    return _by_form().get(_plain(text))


def sectors_like(text: str) -> tuple[str, ...]:
    """Values that are near the text."""
    return like(_plain(text), _by_sign())


@cache
def _by_sign() -> BySign:
    return by_sign({one.value: tuple(_forms(one)) for one in sectors()})


@cache
def _by_form() -> Mapping[str, Sector]:
    found: dict[str, Sector] = {}
    for sector in sectors():
        for form in _forms(sector):
            found.setdefault(form, sector)
    return MappingProxyType(found)


def _forms(sector: Sector) -> Iterator[str]:
    yield _plain(sector.value)
    yield from (_plain(alias) for alias in sector.aliases)
    yield from {sector.code.lower(), sector.code[1:]} - {""}


def _plain(text: str) -> str:
    """Without marks and the little words between: 批发零售业 is 批发和零售业."""
    return folded(text).replace("和", "").replace("及", "").replace("与", "")
