"""Reads a folded text in every way: with province and city before, whole, short, by an ended name."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from models.rules.places.atlas import City, District, atlas
from models.rules.places.forms import folded, short_forms
from models.rules.places.history import ended_names

# How sure a form is: the whole name, what it is called for short, a name of once.
WHOLE, SHORT, ENDED = 0, 1, 2
_BETWEEN = ("市辖区", "县", "市")


def city_named(value: str) -> City | None:
    """The city of that value."""
    return _cities_by_value().get(value)


def district_named(value: str) -> District | None:
    """The district of that value."""
    return _districts_by_value().get(value)


def read_district(wanted: str, own: Sequence[District]) -> Iterator[tuple[int, District]]:
    """Every district that the text can stand for, with how sure that is; `own`: a programme's."""
    for place in own:
        yield from ((grade, place) for grade, form in _own_forms(place) if form == wanted)
    for rest, city in without_city(wanted):
        if not rest and city is not None:
            # A city without districts, or one right under its province, is its own.
            whole = district_named(city.value)
            if whole is not None:
                yield WHOLE, whole
        for grade, place in _by_form().get(rest, ()):
            # 长沙 alone is the city, not 长沙县, and 大同 not 大同区 of another.
            if (city is None and (grade == WHOLE or rest not in _city_names())) or (
                city is not None and place.city == city.value
            ):
                yield grade, place


def read_city(wanted: str) -> City | None:
    """The city that the text names, and nothing beyond it."""
    return next((city for rest, city in without_city(wanted) if city and not rest), None)


def read_province(wanted: str) -> str | None:
    """The province that the text names, and nothing beyond it; never a municipality."""
    for province in atlas().provinces.values():
        if wanted in (province, *short_forms(province)[-1:]) and city_named(province) is None:
            return province
    return None


def without_city(wanted: str) -> Iterator[tuple[str, City | None]]:
    """The text without the province and city before it, in every way of reading it."""
    yield wanted, None
    for province, rest in _without_province(wanted):
        if province is not None:
            yield from _with_province(rest, province)
        for form, city in _city_forms():
            if rest.startswith(form) and province in (None, city.province):
                inner = rest.removeprefix(form)
                yield inner, city
                for between in _BETWEEN:
                    if inner.startswith(between) and inner != between:
                        yield inner.removeprefix(between), city


def _without_province(wanted: str) -> Iterator[tuple[str | None, str]]:
    yield None, wanted
    for province in atlas().provinces.values():
        for form in (province, *short_forms(province)[-1:]):
            if wanted.startswith(form) and wanted != form:
                yield province, wanted.removeprefix(form)
                break


def _with_province(rest: str, province: str) -> Iterator[tuple[str, City | None]]:
    """Those that are said with their province and without their city."""
    for _, place in _by_form().get(rest, ()):
        city = city_named(place.city)
        if city is not None and city.province == province:
            yield rest, city


def _own_forms(place: District) -> Iterator[tuple[int, str]]:
    yield WHOLE, folded(place.value)
    zones = [place.name]
    if place.name.endswith("开发区"):
        before = place.name.removesuffix("开发区")
        zones += [before + kind for kind in ("经济技术开发区", "经济开发区")]
    city = city_named(place.city)
    heads = [place.city, *short_forms(place.city), *([city.label] if city else [])]
    for zone in zones:
        yield SHORT, folded(zone)
        yield from ((WHOLE, folded(head + zone)) for head in heads)


@cache
def _by_form() -> Mapping[str, Sequence[tuple[int, District]]]:
    found: dict[str, list[tuple[int, District]]] = {}
    for place in atlas().districts:
        found.setdefault(place.name, []).append((WHOLE, place))
        for form in short_forms(place.name):
            found.setdefault(form, []).append((SHORT, place))
    for name, place in ended_names():
        for form in (name, *short_forms(name)):
            found.setdefault(form, []).append((ENDED, place))
    return MappingProxyType(found)


@cache
def _city_forms() -> Sequence[tuple[str, City]]:
    return tuple(
        (form, city)
        for city in atlas().cities.values()
        for form in (city.value, *short_forms(city.value))
    )


@cache
def _city_names() -> frozenset[str]:
    return frozenset(form for form, _ in _city_forms())


@cache
def _cities_by_value() -> Mapping[str, City]:
    return MappingProxyType({city.value: city for city in atlas().cities.values()})


@cache
def _districts_by_value() -> Mapping[str, District]:
    return MappingProxyType({place.value: place for place in atlas().districts})
