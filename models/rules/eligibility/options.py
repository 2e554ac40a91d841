"""Which option somebody means: by its value, its name, or for a place in any way it is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from models.rules.places.atlas import District
from models.rules.places.find import find_city, find_district
from models.rules.places.forms import folded
from models.rules.places.own import gathers, gathers_city
from models.rules.places.reading import district_named
from models.rules.terms.programme import Fact

CITY_FACT, DISTRICT_FACT = "registered_city", "registered_district"


def option_of(fact: Fact, given: int | str) -> int | str | None:
    """The value of the option that is meant; None if it is none of them."""
    values = [option.value for option in fact.options]
    if given in values or not isinstance(given, str):
        return given if given in values else None
    wanted = folded(given)
    for option in fact.options:
        names = (str(option.value), option.label.zh, option.label.en)
        if wanted in [folded(name) for name in names]:
            return option.value
    texts = tuple(value for value in values if isinstance(value, str))
    if fact.name == CITY_FACT:
        return _city_option(texts, given)
    if fact.name == DISTRICT_FACT:
        return _district_option(texts, given)
    return None


def option_for_firm(fact: Fact, held: str) -> str | None:
    """The option under which a firm falls by its record, which has the stored value of a place."""
    texts = tuple(option.value for option in fact.options if isinstance(option.value, str))
    if fact.name == CITY_FACT:
        return _city_option(texts, held)
    district = district_named(held) if fact.name == DISTRICT_FACT else None
    if district is None:
        found = option_of(fact, held)
        return found if isinstance(found, str) else None
    return _option_of_district(texts, district)


@lru_cache(maxsize=4096)
def _city_option(options: tuple[str, ...], given: str) -> str | None:
    city = find_city(given).place
    if city is None:
        return None
    named = _cities(options).get(city.value)
    return named or next((option for option in options if gathers_city(option, city.value)), None)


def _district_option(options: tuple[str, ...], given: str) -> str | None:
    zones = _zones(options)
    found = find_district(given, city=_common_city(options), own=zones).place
    return None if found is None else _option_of_district(options, found)


@lru_cache(maxsize=4096)
def _option_of_district(options: tuple[str, ...], place: District) -> str | None:
    named = _districts(options).get(place.value)
    return named or next((option for option in options if gathers_city(option, place.city)), None)


@lru_cache(maxsize=256)
def _cities(options: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for option in options:
        city = None if gathers(option) else find_city(option).place
        if city is not None:
            found.setdefault(city.value, option)
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def _districts(options: tuple[str, ...]) -> Mapping[str, str]:
    city = _common_city(options)
    found: dict[str, str] = {}
    for option in options:
        place = None if gathers(option) else find_district(option, city=city).place
        found[option if place is None else place.value] = option
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def _zones(options: tuple[str, ...]) -> Sequence[District]:
    """Options that no division is, such as 市直, in the city that most of the others lie in."""
    city = _common_city(options) or ""
    return tuple(
        District(None, option, city + option, city, option)
        for option in options
        if not gathers(option) and find_district(option, city=city or None).place is None
    )


@lru_cache(maxsize=256)
def _common_city(options: tuple[str, ...]) -> str | None:
    """The city of most of the districts among the options."""
    places = [find_district(option).place for option in options if not gathers(option)]
    cities = Counter(place.city for place in places if place is not None)
    return cities.most_common(1)[0][0] if cities else None
