"""Finds the district or the city that somebody wrote, or says which may be meant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.rules.places.atlas import City, District, atlas
from models.rules.places.forms import folded, short_forms
from models.rules.places.history import district_of_code
from models.rules.places.nearest import (
    MOST_NAMED,
    cities_in,
    cities_like,
    districts_in,
    districts_like,
)
from models.rules.places.reading import (
    ENDED,
    SHORT,
    WHOLE,
    city_named,
    read_city,
    read_district,
    read_province,
)


@dataclass(frozen=True, slots=True)
class DistrictFound:
    """`place` is what was meant; without one `likely` are the labels of those that may be.

    `several`: the name is right and more than one has it; `wider`: it names a whole city.
    `sure`: nothing but the text was needed to tell.
    """

    place: District | None = None
    likely: tuple[str, ...] = ()
    several: bool = False
    wider: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class CityFound:
    """The same for a city; `wider`: the text names a whole province."""

    place: City | None = None
    likely: tuple[str, ...] = ()
    wider: bool = False


def find_district(
    text: str,
    *,
    city: str | None = None,
    registry: str | None = None,
    own: Sequence[District] = (),
    regions: Sequence[str] = (),
) -> DistrictFound:
    """What the text means; `city` (a value) and then `registry` (six digits) choose among several.

    `own`: zones that programmes know beside the divisions. `regions`: the cities of programmes,
    which choose last: 江北区 is also a name of once in Chongqing.
    """
    wanted = folded(text)
    if _is_code(wanted):
        place = district_of_code(wanted, atlas())
        return DistrictFound(place, () if place else districts_like(wanted, city), sure=True)
    written = list(read_district(wanted, own))
    held = {grade: places for grade in (WHOLE, SHORT, ENDED) if (places := _of(written, grade))}
    if held:
        choosers = [_within(city, None), _registered(registry), _in_any(regions)]
        return _choose(held, wanted, choosers)
    whole = read_city(wanted)
    if whole is not None:
        return DistrictFound(None, districts_in(whole.value), wider=True)
    return DistrictFound(None, districts_like(wanted, city))


def find_city(text: str, *, own: Sequence[str] = ()) -> CityFound:
    """The city that the text names or lies in: 上海, 上海市 and 上海市浦东新区 are all 上海市.

    `own`: cities of programmes that the divisions do not know.
    """
    wanted = folded(text)
    for name in own:
        if wanted in (folded(name), *map(folded, short_forms(name))):
            return CityFound(City("", name, name, ""))
    if _is_code(wanted):
        return CityFound(atlas().city_of(wanted))
    province = read_province(wanted)
    if province is not None:
        return CityFound(None, cities_in(province), wider=True)
    named = read_city(wanted)
    lying = None if named else find_district(text).place
    named = city_named(lying.city) if lying else named
    return CityFound(named, () if named else cities_like(wanted))


_Chooser = Callable[[District], bool]


def _choose(
    held: Mapping[int, Sequence[District]], wanted: str, choosers: Iterable[_Chooser]
) -> DistrictFound:
    for chooser in choosers:
        for places in held.values():
            chosen = [place for place in places if chooser(place)]
            if len(chosen) == 1:
                return DistrictFound(chosen[0])
    surest = next(iter(held.values()))
    sure = len({place for places in held.values() for place in places}) == 1
    exact = [place for place in surest if folded(place.value) == wanted]
    if len(surest) == 1 or len(exact) == 1:
        return DistrictFound((exact or surest)[0], sure=sure)
    return DistrictFound(None, tuple(place.label for place in surest[:MOST_NAMED]), several=True)


def _within(city: str | None, code: str | None) -> _Chooser:
    return lambda place: (code is not None and place.code == code) or place.city == city


def _in_any(cities: Sequence[str]) -> _Chooser:
    return lambda place: place.city in cities


def _registered(registry: str | None) -> _Chooser:
    if registry is None:
        return _within(None, None)
    district, city = district_of_code(registry, atlas()), atlas().city_of(registry)
    return _within(city.value if city else None, district.code if district else None)


def _of(written: Sequence[tuple[int, District]], grade: int) -> list[District]:
    return list(dict.fromkeys(place for given, place in written if given == grade))


def _is_code(wanted: str) -> bool:
    return len(wanted) == 6 and wanted.isascii() and wanted.isdigit()
