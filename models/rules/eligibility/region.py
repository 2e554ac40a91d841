"""Which region class a district belongs to: it chooses the thresholds of conditions."""

from functools import lru_cache

from models.rules.places.find import find_city, find_district
from models.rules.terms.programme import EditionDefinition


def region_class_of(definition: EditionDefinition, district: str | None) -> str | None:
    """The code of the first class that lists the district; None is the main threshold.

    A file may name a district otherwise than it is stored, such as 开县 for 开州区.
    """
    if district is None:
        return None
    for region in definition.region_classes:
        if district in stored_districts(definition.policy.region.zh, region.districts):
            return region.code
    return None


@lru_cache(maxsize=256)
def stored_districts(region: str, districts: tuple[str, ...]) -> frozenset[str]:
    """The values under which firms carry these districts of the region; unknown ones as written."""
    city = find_city(region).place
    within = None if city is None else city.value
    return frozenset(
        name if (found := find_district(name, city=within).place) is None else found.value
        for name in districts
    )
