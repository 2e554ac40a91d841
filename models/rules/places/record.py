"""What a firm's record says of places and business, in the one form of each, or why it cannot."""

from dataclasses import dataclass, field

from models.rules.places.find import find_city, find_district
from models.rules.places.own import NO_OWN, OwnPlaces
from models.rules.places.reading import city_named
from models.rules.places.refusals import (
    city_refused,
    district_elsewhere,
    district_refused,
    sector_refused,
)
from models.rules.places.sectors import find_sector, sectors_like
from models.rules.reasons import Reason, Text


@dataclass(slots=True)
class PlaceReading:
    """Reads one field after the other; `problems` gathers what cannot be taken.

    A field that is None, or that cannot be taken, stays as it was given.
    """

    own: OwnPlaces = NO_OWN
    prefix: str = ""
    problems: list[Reason] = field(default_factory=list)

    def city(self, name: str, label: Text, given: str) -> str:
        """The value of the city."""
        found = find_city(given, own=self.own.cities)
        if found.place is not None:
            return found.place.value
        self.problems.append(city_refused(self.prefix + name, label, given, found))
        return given

    def district(
        self,
        name: str,
        label: Text,
        given: str,
        *,
        city: str | None = None,
        registry: str | None = None,
        bound: bool = False,
    ) -> str:
        """The value of the district; `city` and `registry` as in `find_district`.

        `bound`: it must lie in that city, if the divisions know it.
        """
        found = find_district(
            given, city=city, registry=registry, own=self.own.zones, regions=self.own.regions
        )
        if found.place is not None:
            within = city_named(city) if bound and city is not None else None
            if within is not None and found.place.city != within.value:
                field, place = self.prefix + name, found.place
                self.problems.append(district_elsewhere(field, label, given, place, within.value))
            return found.place.value
        self.problems.append(district_refused(self.prefix + name, label, given, found))
        return given

    def sector(self, name: str, label: Text, given: str) -> str:
        """The value of the line of business."""
        found = find_sector(given)
        if found is not None:
            return found.value
        likely = sectors_like(given)
        self.problems.append(sector_refused(self.prefix + name, label, given, likely))
        return given
