"""All cities and districts of today, each with the one value that is stored for it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from models.rules.divisions import Division, all_divisions

# 北京, 天津, 上海, 重庆: their districts lie right under the province.
_MUNICIPALITIES = ("11", "12", "31", "50")
# Taiwan, Hong Kong and Macao register firms otherwise and give them no credit code.
_ELSEWHERE = ("71", "81", "82", "10")


@dataclass(frozen=True, slots=True)
class City:
    """A city, prefecture or municipality; one directly under a province is its own district, too."""

    code: str
    value: str
    label: str
    province: str


@dataclass(frozen=True, slots=True)
class District:
    """`value` is stored and unique, `label` the whole name, `city` the value of its city.

    `code` is null for a zone that only a programme knows.
    """

    code: str | None
    value: str
    label: str
    city: str
    name: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """`provinces` by the first two digits of their code, `cities` by the first four."""

    provinces: Mapping[str, str]
    cities: Mapping[str, City]
    districts: Sequence[District]

    def city_of(self, code: str) -> City | None:
        """The city of a district's code, also of one that has ended."""
        whole = code[:2] in _MUNICIPALITIES
        return self.cities.get(
            code if code[2:4] == "90" else code[:2] + "00" if whole else code[:4]
        )


@cache
def atlas() -> Atlas:
    """Read once; it changes with the file of divisions only."""
    current = [one for code in all_divisions() for one in all_divisions()[code] if not one.ended]
    known = [one for one in current if one.code[:2] not in _ELSEWHERE]
    provinces = {one.code[:2]: one.name for one in known if one.code.endswith("0000")}
    cities = {key: city for one in known for key, city in _cities(one, provinces)}
    bare = Atlas(MappingProxyType(provinces), MappingProxyType(cities), ())
    return Atlas(bare.provinces, bare.cities, tuple(_districts(known, bare)))


def _cities(one: Division, provinces: Mapping[str, str]) -> Iterator[tuple[str, City]]:
    province = provinces[one.code[:2]]
    if one.code[:2] in _MUNICIPALITIES:
        if one.code.endswith("0000"):
            yield one.code[:4], City(one.code, one.name, one.name, province)
    elif one.code.endswith("00") and not one.code.endswith("0000") and not one.is_part:
        yield one.code[:4], City(one.code, one.name, province + one.name, province)
    elif one.code[2:4] == "90" and not one.is_part:
        yield one.code, City(one.code, one.name, province + one.name, province)


def _districts(known: Sequence[Division], bare: Atlas) -> Iterator[District]:
    counties = [one for one in known if not (one.code.endswith("00") or one.is_part)]
    divided = {one.code[:4] for one in counties}
    # A city without districts, such as 东莞市, is one itself.
    undivided = [
        Division(city.code, city.value)
        for key, city in bare.cities.items()
        if len(key) == 4 and key not in divided and city.code[:2] not in _MUNICIPALITIES
    ]
    chosen = sorted([*counties, *undivided], key=lambda one: one.code)
    times = Counter(one.name for one in chosen)
    central = Counter(one.name for one in chosen if one.code[:2] in _MUNICIPALITIES)
    for one in chosen:
        city = bare.city_of(one.code)
        if city is not None:
            # 宝山区 alone is the one of Shanghai; 双鸭山市宝山区 is said with its city.
            alone = times[one.name] == 1 or (
                central[one.name] == 1 and one.code[:2] in _MUNICIPALITIES
            )
            own = one.name == city.value
            label = city.label if own else city.label + one.name
            value = one.name if alone or own else city.value + one.name
            yield District(one.code, value, label, city.value, one.name)
