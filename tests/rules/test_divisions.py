"""Codes of divisions: those of today, those that firms still carry, and what never was one."""

import pytest

from models.rules.divisions import all_divisions, find_division, find_registry
from models.rules.places.atlas import atlas


@pytest.mark.parametrize(
    ("code", "name", "ended"),
    [
        ("100000", "全国", None),
        ("310000", "上海市", None),
        ("310115", "浦东新区", None),
        ("310119", "南汇区", 2009),
        ("330113", "临平区", None),
        ("331100", "丽水市", None),
        ("331102", "莲都区", None),
        ("500110", "綦江区", None),
        ("500226", "荣昌县", 2015),
        ("429004", "仙桃市", None),
        ("419001", "济源市", None),
        ("429001", "随州市", 2000),
    ],
)
def test_a_code_is_known_also_after_its_division_has_ended(
    code: str, name: str, ended: int | None
) -> None:
    found = find_division(code)
    assert found is not None
    assert (found.name, found.ended) == (name, ended)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("310115", "浦东新区"),
        ("320594", "苏州市"),
        ("110302", "北京市"),
        ("440101", "市辖区"),
        ("100000", "全国"),
        ("310119", "南汇区"),
    ],
)
def test_a_registry_of_a_zone_is_that_of_its_city(code: str, name: str) -> None:
    found = find_registry(code)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "code",
    ["000000", "999999", "319900", "320099", "310400", "31011", "3101150", "31011５", "ABCDEF"],
)
def test_what_never_was_a_division_is_none(code: str) -> None:
    assert find_registry(code) is None


def test_every_district_has_a_value_of_its_own_and_a_city_that_is_known() -> None:
    known = atlas()
    values = [district.value for district in known.districts]
    cities = {city.value for city in known.cities.values()}

    assert len(values) == len(set(values)) > 2800
    assert {district.city for district in known.districts} <= cities
    assert len(cities) == len(known.cities) > 330


def test_nothing_stands_twice_for_today() -> None:
    for code, given in all_divisions().items():
        assert sum(one.ended is None for one in given) <= 1, code


def test_a_name_that_several_cities_have_is_stored_with_its_city() -> None:
    values = {district.value: district.label for district in atlas().districts}

    assert values["浦东新区"] == "上海市浦东新区"
    assert values["宝山区"] == "上海市宝山区"
    assert values["双鸭山市宝山区"] == "黑龙江省双鸭山市宝山区"
    assert values["徐州市鼓楼区"] == "江苏省徐州市鼓楼区"
    assert values["东莞市"] == "广东省东莞市"
    assert "鼓楼区" not in values
