"""The filters by which platforms are found: an option in any way it is written, or a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.programme.platform_file import Category
from models.rules.places.find import find_district
from models.rules.places.forms import folded
from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from server.edge.web.field_labels import LABELS
from server.errors import Invalid
from storage.postgres.category_options import list_category_options
from storage.postgres.own_places import read_own_places

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What is stored for each; None filters nothing."""

    category: str | None
    district: str | None


class Named(Protocol):
    """A category as it is configured, or as a programme has it."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> Text: ...


class Filtered(Protocol):
    """A query that may filter by both."""

    @property
    def category(self) -> str | None: ...
    @property
    def district(self) -> str | None: ...


async def read_filters(query: Filtered, categories: Sequence[Category]) -> Filters:
    """Raises Invalid with every filter that is no option. Reads nothing for what is well known."""
    problems: list[Reason] = []
    category = await _category(query.category, categories, problems)
    district = await _district(query.district, problems)
    if problems:
        raise Invalid(errors=problems)
    return Filters(category, district)


async def _category(
    given: str | None, categories: Sequence[Category], problems: list[Reason]
) -> str | None:
    if given is None:
        return None
    found = category_named(given, categories)
    if found is None:
        further = await list_category_options()
        found = category_named(given, further)
        if found is None:
            known = {one.code: one.label for one in further}
            known |= {one.code: one.label for one in categories}
            problems.append(_no_category(given, list(known.values())))
    return found


def category_named(given: str, known: Iterable[Named]) -> str | None:
    """The code of the category that is meant, by its code or its name; None if it is none."""
    wanted = folded(given)
    for one in known:
        names = (one.code, one.label.zh, one.label.en)
        if wanted in [folded(name) for name in names]:
            return one.code
    return None


def _no_category(given: str, known: Sequence[Text]) -> Reason:
    shown = known[:_MOST_NAMED]
    listed, also = "、".join(one.zh for one in shown), ", ".join(one.en for one in shown)
    text = Text(
        f"没有“{given}”这一平台类别，请从中选一个：{listed}",
        f"There is no category {given}; choose one of {also}",
    )
    return Reason("category", "not_an_option", text)


async def _district(given: str | None, problems: list[Reason]) -> str | None:
    if given is None:
        return None
    known = find_district(given)
    if known.place is not None and known.sure:
        return known.place.value
    reading = PlaceReading(await read_own_places())
    district = reading.district("district", LABELS["district"], given)
    problems += reading.problems
    return district
