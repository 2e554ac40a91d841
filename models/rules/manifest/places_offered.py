"""Places and lines of business that a list offers to choose from; others are understood as well."""

from functools import cache

from models.rules.places.atlas import atlas
from models.rules.places.home import home_of
from models.rules.places.own import OwnPlaces
from models.rules.places.sectors import sectors
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, Option


def districts_offered(definition: EditionDefinition, own: OwnPlaces) -> tuple[Option, ...]:
    """The districts of the programme's city, with the zones that only programmes know."""
    home = home_of(definition.policy.region.zh)
    places = [place.value for place in (*atlas().districts, *own.zones) if place.city == home.city]
    return tuple(_option(value) for value in places or [home.city])


def cities_offered(definition: EditionDefinition, own: OwnPlaces) -> tuple[Option, ...]:
    """All cities, the programme's own first."""
    home = home_of(definition.policy.region.zh).city
    known = [city.value for city in atlas().cities.values()]
    return tuple(_option(value) for value in dict.fromkeys((home, *own.cities, *known)))


@cache
def sectors_offered() -> tuple[Option, ...]:
    """Sections and divisions of the standard."""
    return tuple(_option(sector.value) for sector in sectors())


def _option(value: str) -> Option:
    return Option(value, Text(value, value))
