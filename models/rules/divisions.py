"""Administrative divisions by their code (GB/T 2260), with those that a change has ended."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

AS_OF = date(2025, 12, 31)
"""The day whose state the file has; its head says from where."""
_FILE = Path(__file__).with_name("divisions.txt")
_ZONE = re.compile(r"[0-9]{2}(?!00)[0-9]{2}(?!00)[0-9]{2}")
# 北京, 天津, 上海, 重庆
_OF_MUNICIPALITY = re.compile("(?:11|12|31|50)0[123]")
_PARTS = frozenset({"市辖区", "县", "市", "市区", "林区"})


@dataclass(frozen=True, slots=True)
class Division:
    """A division of any level; `ended` is the year in which it was dissolved or got another code."""

    code: str
    name: str
    ended: int | None = None

    @property
    def is_part(self) -> bool:
        """Whether the code only gathers others, as 310100 市辖区 does."""
        return self.name in _PARTS or "直辖" in self.name


def find_division(code: str) -> Division | None:
    """What the six digits stand for or once stood for; None if they never stood for anything.

    Codes of registries outlive their division: 310119 was 南汇区 until 2009, and firms carry it.
    """
    known = all_divisions().get(code)
    return None if known is None else max(known, key=_recent)


def find_registry(code: str) -> Division | None:
    """The division of a registry's six digits, as places 3 to 8 of a credit code have them.

    Development zones have registries under numbers that the standard leaves to their city, such as
    320594 in Suzhou or 110302 in Beijing: then it is the city.
    """
    exact = find_division(code)
    if exact is not None or not _ZONE.fullmatch(code):
        return exact
    city = code[:2] + "0000" if _OF_MUNICIPALITY.match(code) else code[:4] + "00"
    return find_division(city)


@cache
def all_divisions() -> Mapping[str, Sequence[Division]]:
    """Every division by its code; a code that was given again has both, the older first."""
    found: dict[str, list[Division]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            division = _read(*line.split(" "))
            found.setdefault(division.code, []).append(division)
    return MappingProxyType(found)


def _read(code: str, name: str, years: str = "-") -> Division:
    end = years.partition("-")[2]
    return Division(code, name, int(end) if end else None)


def _recent(division: Division) -> int:
    return 9999 if division.ended is None else division.ended
