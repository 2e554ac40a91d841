"""Which district of today stands where one has ended: 南汇区 has been part of 浦东新区 since 2009."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from models.rules.divisions import Division, all_divisions
from models.rules.places.atlas import Atlas, District, atlas
from models.rules.places.forms import short_forms

# Merged under another name; what kept its name is found by it (荣昌县, 荣昌区). For the cities whose
# programmes are here: decisions of the State Council, as the file of divisions has their years.
_MERGED: Mapping[str, str] = MappingProxyType(
    {
        "310102": "310101",  # 南市区 → 黄浦区
        "310103": "310101",  # 卢湾区 → 黄浦区
        "310108": "310106",  # 闸北区 → 静安区
        "310111": "310113",  # 吴淞区 → 宝山区
        "310119": "310115",  # 南汇区 → 浦东新区
        "310221": "310112",  # 上海县 → 闵行区
        "310224": "310115",  # 川沙县 → 浦东新区
        "310225": "310115",  # 南汇县 → 浦东新区
        "321011": "321003",  # 维扬区 → 邗江区
        "500105": "500157",  # 江北区 → 两江新区
        "500112": "500157",  # 渝北区 → 两江新区
        "500234": "500154",  # 开县 → 开州区: one sign is no short form
    }
)


@cache
def successors() -> Mapping[str, District]:
    """The district of today by the code of one that has ended, where it can be told."""
    known = atlas()
    by_code = {district.code: district for district in known.districts}
    by_stem = {
        (district.city, stem): district
        for district in reversed(known.districts)
        for stem in _stems(district.name)
    }
    found = {}
    for ended in _ended():
        after = by_code.get(_MERGED.get(ended.code, ended.code))
        found_city = known.city_of(ended.code)
        if after is None and found_city is not None:
            city = found_city.value
            after = next(
                (by_stem[city, stem] for stem in _stems(ended.name) if (city, stem) in by_stem),
                None,
            )
        if after is not None:
            found[ended.code] = after
    return MappingProxyType(found)


def ended_names() -> Iterator[tuple[str, District]]:
    """The name of each that has ended, with the district that stands there today."""
    for ended in _ended():
        after = successors().get(ended.code)
        if after is not None and after.name != ended.name:
            yield ended.name, after


def district_of_code(code: str, known: Atlas) -> District | None:
    """The district of a code of today or of once; None for a city's and an unknown one."""
    today = next((district for district in known.districts if district.code == code), None)
    return today or successors().get(code)


def _ended() -> Iterator[Division]:
    for given in all_divisions().values():
        yield from (one for one in given if one.ended is not None and not one.is_part)


def _stems(name: str) -> tuple[str, ...]:
    return short_forms(name)[-1:] or (name,)
