"""Which places are written nearly so: what a refusal names, three at the most."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from models.rules.places.atlas import District, atlas
from models.rules.places.forms import short_forms

MOST_NAMED = 3
_LIKE = 0.5


def districts_like(wanted: str, city: str | None) -> tuple[str, ...]:
    """Labels of districts whose name is inside the text or near it; those of the city first."""
    within = {one.label: _names(one.name, one.label) for one in _in(city)}
    return like(wanted, within) or like(wanted, _district_labels())


def districts_in(city: str) -> tuple[str, ...]:
    """Labels of a few districts of the city."""
    return tuple(one.label for one in _in(city))[:MOST_NAMED]


def cities_like(wanted: str) -> tuple[str, ...]:
    """Labels of cities whose name is near the text."""
    return like(wanted, _city_labels())


def cities_in(province: str) -> tuple[str, ...]:
    """Labels of a few cities of the province."""
    cities = atlas().cities.values()
    return tuple(one.label for one in cities if one.province == province)[:MOST_NAMED]


def like(wanted: str, labels: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The labels one of whose names is inside the text, then those one of whose names is near."""
    inside = [label for label, names in labels.items() if any(name in wanted for name in names[:2])]
    forms = {form: label for label, names in labels.items() for form in names}
    near = get_close_matches(wanted, forms, n=MOST_NAMED, cutoff=_LIKE)
    return tuple(dict.fromkeys([*inside, *(forms[form] for form in near)]))[:MOST_NAMED]


def _names(name: str, label: str) -> Sequence[str]:
    return (name, label, *short_forms(name))


def _in(city: str | None) -> list[District]:
    return [one for one in atlas().districts if one.city == city]


@cache
def _district_labels() -> Mapping[str, Sequence[str]]:
    return MappingProxyType({one.label: _names(one.name, one.label) for one in atlas().districts})


@cache
def _city_labels() -> Mapping[str, Sequence[str]]:
    cities = atlas().cities.values()
    return MappingProxyType({one.label: _names(one.value, one.label) for one in cities})
