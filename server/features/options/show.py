"""Gathers the options: places of the standard and of programmes, business, classes, words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, get_args

from msgspec.structs import fields, replace

from models.programme.describe.awards import KIND_WORDS
from models.programme.describe.conditions import TYPE_WORDS
from models.programme.describe.paths import (
    BULK_WORDS,
    EXCLUSION_WORDS,
    ROLE_WORDS,
    SELECTION_WORDS,
)
from models.programme.platform_file import Category
from models.rules.code_words import ACT_WORDS, CODE_WORDS, NEXT_WORDS, OTHER_ROLE_WORDS
from models.rules.divisions import AS_OF
from models.rules.eligibility.region import stored_districts
from models.rules.labels import EVENT_WORDS, QUEUE_WORDS, STAGE_WORDS, STATUS_WORDS
from models.rules.places.atlas import atlas
from models.rules.places.find import find_city
from models.rules.places.history import district_of_code
from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.places.sectors import sectors
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.rules.uscc import check_uscc, normalise_uscc
from server.edge.web.field_labels import LABELS
from server.errors import AppError, Invalid
from server.features.options.schemas import (
    DistrictOption,
    LabelsView,
    NamedOption,
    OptionsQuery,
    OptionsView,
    Part,
    PlaceOption,
    ProposedPlace,
    RegionClassOption,
)
from server.features.programmes.published import list_editions
from storage.postgres.category_options import list_category_options
from storage.postgres.own_places import read_own_places

_NO_WORDS: Final = LabelsView(**{field.name: {} for field in fields(LabelsView)})


async def show_options(
    query: OptionsQuery, categories: Sequence[Category], *, english: bool
) -> OptionsView:
    """Everything, or of the districts those of a city, or one part alone. Raises Invalid."""
    own = await read_own_places()
    proposed = None if query.uscc is None else _proposed(query.uscc)
    city = _city(query.city, own) or (proposed.registered_city if proposed else None)
    wanted = frozenset(get_args(Part)) if query.only is None else frozenset((query.only,))
    definitions: Sequence[EditionDefinition] = ()
    if wanted & {"labels", "region_classes"}:
        definitions = [edition.definition for edition in await list_editions()]
    return OptionsView(
        districts=_districts(own, city) if "districts" in wanted else [],
        cities=_cities(own) if "cities" in wanted else [],
        sectors=_sectors() if "sectors" in wanted else [],
        region_classes=_region_classes(definitions, english=english)
        if "region_classes" in wanted
        else [],
        categories=await _categories(categories, english) if "categories" in wanted else [],
        labels=_labels(definitions, query.only, english=english),
        proposed=proposed,
        divisions_as_of=AS_OF,
    )


def _labels(
    definitions: Sequence[EditionDefinition], only: Part | None, *, english: bool
) -> LabelsView:
    if only not in (None, "labels"):
        return _NO_WORDS
    labels = labels_view(definitions, english=english)
    return labels if only is None else replace(labels, error={})


async def _categories(own: Sequence[Category], english: bool) -> list[NamedOption]:
    names = {one.code: one.label for one in await list_category_options()}
    names |= {category.code: category.label for category in own}
    return [NamedOption(code, label.in_language(english)) for code, label in names.items()]


def _sectors() -> list[PlaceOption]:
    return [PlaceOption(one.code, one.value, one.value) for one in sectors()]


def _city(given: str | None, own: OwnPlaces) -> str | None:
    if given is None:
        return None
    reading = PlaceReading(own)
    value = reading.city("city", LABELS["city"], given)
    if reading.problems:
        raise Invalid(errors=reading.problems)
    return value


def _proposed(code: str) -> ProposedPlace:
    """By the registry's six digits: places 3 to 8."""
    wrong = check_uscc(normalise_uscc(code))
    if wrong is not None:
        raise Invalid(errors=[wrong])
    registry = normalise_uscc(code)[2:8]
    district, city = district_of_code(registry, atlas()), find_city(registry).place
    return ProposedPlace(district.value if district else None, city.value if city else None)


def _districts(own: OwnPlaces, city: str | None) -> list[DistrictOption]:
    return [
        DistrictOption(one.code, one.value, one.label, one.city)
        for one in (*atlas().districts, *own.zones)
        if city in (None, one.city)
    ]


def _cities(own: OwnPlaces) -> list[PlaceOption]:
    known = [PlaceOption(one.code, one.value, one.label) for one in atlas().cities.values()]
    return known + [PlaceOption("", name, name) for name in own.cities]


def _region_classes(
    definitions: Sequence[EditionDefinition], *, english: bool
) -> list[RegionClassOption]:
    return [
        RegionClassOption(
            definition.edition.code,
            region.code,
            region.label.in_language(english),
            sorted(stored_districts(definition.policy.region.zh, region.districts)),
        )
        for definition in definitions
        for region in definition.region_classes
    ]


def labels_view(definitions: Sequence[EditionDefinition], *, english: bool) -> LabelsView:
    """The words for every code that answers and parameters enumerate."""
    kinds: dict[str, Text] = {}
    for definition in definitions:
        for track in definition.tracks:
            for material in track.materials:
                kinds.setdefault(material.kind, material.label)
    return LabelsView(
        status=_said(STATUS_WORDS, english),
        stage=_said(STAGE_WORDS, english),
        queue_state=_said(QUEUE_WORDS, english),
        event=_said(EVENT_WORDS, english),
        kind=_said(kinds, english),
        role=_said({**ROLE_WORDS, **OTHER_ROLE_WORDS}, english),
        act=_said(ACT_WORDS, english),
        next=_said(NEXT_WORDS, english),
        award=_said(KIND_WORDS, english),
        selection=_said(SELECTION_WORDS, english),
        exclusion=_said(EXCLUSION_WORDS, english),
        bulk=_said(BULK_WORDS, english),
        value=_said(TYPE_WORDS, english),
        error=_said(error_words(), english),
        more={group: _said(words, english) for group, words in CODE_WORDS.items()},
    )


@cache
def error_words() -> Mapping[str, Text]:
    """The title of every refusal that is loaded; of several with one code that of the first."""
    found: dict[str, Text] = {}
    kinds = [AppError]
    for kind in kinds:
        found.setdefault(kind.code, kind.title)
        kinds += sorted(kind.__subclasses__(), key=lambda one: one.__qualname__)
    return dict(sorted(found.items()))


def _said(words: Mapping[Any, Text], english: bool) -> dict[str, str]:
    return {code: text.in_language(english) for code, text in words.items()}
