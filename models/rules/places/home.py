"""Where a programme is at home: the city, and the one district that it is limited to, if it is."""

from dataclasses import dataclass

from models.rules.places.find import find_city, find_district


@dataclass(frozen=True, slots=True)
class Home:
    """The values that firms carry; `district` is None for the programme of a whole city."""

    city: str
    district: str | None = None


def home_of(region: str) -> Home:
    """Read from the region that a programme's file names, such as 重庆市荣昌区.

    A city that the divisions do not know is its own, under the name that it has.
    """
    city = find_city(region).place
    if city is None:
        return Home(region)
    district = find_district(region, city=city.value).place
    # 东莞市 has no districts, so that it is a city and a district in one.
    if district is None or district.name == city.value:
        return Home(city.value)
    return Home(city.value, district.value)
