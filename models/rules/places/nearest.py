"""Which places are written nearly so: what a refusal names, three at the most."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from models.rules.places.atlas import District, atlas
from models.rules.places.forms import short_forms

MOST_NAMED = 3
_LIKE = 0.5
_KINDS = frozenset("省市区县州旗")
# Comparing sign by sign is slow: only with these, which have most telling signs in common.
_MOST_COMPARED = 60


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing what the label names; `whole`: found inside a text it is meant."""

    text: str
    label: str
    whole: bool


BySign = Mapping[str, Sequence[Form]]


def by_sign(labels: Mapping[str, Sequence[str]]) -> BySign:
    """The forms of each label by the signs in them; the first two of a label are whole."""
    found: dict[str, list[Form]] = defaultdict(list)
    for label, names in labels.items():
        for place, name in enumerate(names):
            form = Form(name, label, place < 2)
            for sign in sorted(set(name) - _KINDS):
                found[sign].append(form)
    return MappingProxyType(found)


def like(wanted: str, forms: BySign) -> tuple[str, ...]:
    """The labels one of whose names is inside the text, then those one of whose names is near."""
    telling = dict.fromkeys(sign for sign in wanted if sign not in _KINDS)
    shared = Counter(form for sign in telling for form in forms.get(sign, ()))
    inside = [form.label for form in shared if form.whole and form.text in wanted]
    compared = {form.text: form.label for form, _ in shared.most_common(_MOST_COMPARED)}
    near = get_close_matches(wanted, compared, n=MOST_NAMED, cutoff=_LIKE)
    return tuple(dict.fromkeys([*inside, *(compared[form] for form in near)]))[:MOST_NAMED]


def districts_like(wanted: str, city: str | None) -> tuple[str, ...]:
    """Labels of districts whose name is inside the text or near it; those of the city first."""
    within = () if city is None else like(wanted, by_sign(_labels(_in(city))))
    return within or like(wanted, _districts_by_sign())


def districts_in(city: str) -> tuple[str, ...]:
    """Labels of a few districts of the city."""
    return tuple(one.label for one in _in(city))[:MOST_NAMED]


def cities_like(wanted: str) -> tuple[str, ...]:
    """Labels of cities whose name is near the text."""
    return like(wanted, _cities_by_sign())


def cities_in(province: str) -> tuple[str, ...]:
    """Labels of a few cities of the province."""
    cities = atlas().cities.values()
    return tuple(one.label for one in cities if one.province == province)[:MOST_NAMED]


def _labels(places: Sequence[District]) -> Mapping[str, Sequence[str]]:
    return {one.label: _names(one.name, one.label) for one in places}


def _names(name: str, label: str) -> Sequence[str]:
    return (name, label, *short_forms(name))


def _in(city: str) -> list[District]:
    return [one for one in atlas().districts if one.city == city]


@cache
def _districts_by_sign() -> BySign:
    return by_sign(_labels(atlas().districts))


@cache
def _cities_by_sign() -> BySign:
    cities = atlas().cities.values()
    return by_sign({one.label: _names(one.value, one.label) for one in cities})
