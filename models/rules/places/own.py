"""Places that programmes name and the standard does not: zones, and a city of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.places.atlas import District
from models.rules.places.find import find_city, find_district

# 重庆市其他区县, 重庆市外: an option for all the rest is no place.
_GATHERS = re.compile(r"(?P<city>.*?)(?P<kind>其他.*|以?外)")


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """`zones` such as 市直 and 开发区 of Lishui; `cities` that no division is.

    `regions`: the cities of today in which programmes are.
    """

    zones: tuple[District, ...] = ()
    cities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


NO_OWN = OwnPlaces()


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as a programme's file names it, with the programme's region."""

    region: str
    name: str


def own_places(named: Iterable[NamedPlace]) -> OwnPlaces:
    """Those among them that the divisions do not know; `name` empty stands for the region alone."""
    zones: dict[str, District] = {}
    cities: dict[str, None] = {}
    regions: dict[str, None] = {}
    for one in named:
        city = find_city(one.region).place
        held = one.region if city is None else city.value
        (regions if city else cities)[held] = None
        if one.name and not gathers(one.name) and not _is_known(one.name, held):
            head = held if city is None else city.label
            zones.setdefault(one.name, District(None, one.name, head + one.name, held, one.name))
    return OwnPlaces(tuple(zones.values()), tuple(cities), tuple(regions))


def gathers(option: str) -> bool:
    """Whether an option stands for all that no other names."""
    return _GATHERS.fullmatch(option) is not None


def gathers_city(option: str, city: str) -> bool:
    """Whether such an option takes in a place of that city (a value)."""
    found = _GATHERS.fullmatch(option)
    if found is None:
        return False
    if not found["city"]:
        return True
    named = find_city(found["city"]).place
    inside = named is not None and named.value == city
    return not inside if found["kind"].endswith("外") else inside


def _is_known(name: str, city: str) -> bool:
    return find_district(name, city=city).place is not None
