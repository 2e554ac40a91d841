"""What people write for a place: every usual form, names of once, and never another place silently."""

import pytest

from models.rules.places.atlas import atlas
from models.rules.places.find import find_city, find_district
from models.rules.places.forms import short_forms


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("南汇", "浦东新区"),
        ("上海南汇", "浦东新区"),
        ("闸北", "静安区"),
        ("卢湾区", "黄浦区"),
        ("维扬", "邗江区"),
        ("四川阿坝州阿坝县", "阿坝县"),
        ("广西南宁青秀区", "青秀区"),
        ("新疆昌吉州玛纳斯", "玛纳斯县"),
        ("前郭尔罗斯", "前郭尔罗斯蒙古族自治县"),
        ("阿克塞县", "阿克塞哈萨克族自治县"),
        ("巴州轮台县", None),
    ],
)
def test_a_district_is_found_by_what_people_write(written: str, meant: str | None) -> None:
    place = find_district(written).place
    assert (place and place.value) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("阿坝州", "阿坝藏族羌族自治州"),
        ("甘孜", "甘孜藏族自治州"),
        ("巴音郭楞", "巴音郭楞蒙古自治州"),
        ("昌吉", "昌吉回族自治州"),
        ("伊犁州", "伊犁哈萨克自治州"),
        ("广西桂林", "桂林市"),
        ("新疆乌鲁木齐", "乌鲁木齐市"),
    ],
)
def test_a_city_is_found_by_what_people_write(written: str, meant: str) -> None:
    place = find_city(written).place
    assert (place and place.value) == meant


def test_each_autonomous_place_has_a_short_form() -> None:
    names = [one.name for one in atlas().districts] + [one.value for one in atlas().cities.values()]
    assert [name for name in names if "自治" in name and not short_forms(name)] == []


def test_each_place_is_found_by_its_value_its_label_and_its_code() -> None:
    for place in atlas().districts:
        for written in (place.value, place.label, place.code or ""):
            assert find_district(written).place == place, written


def test_the_short_name_of_a_city_is_no_district_of_any() -> None:
    for city in atlas().cities.values():
        for written in short_forms(city.value):
            found = find_district(written)
            assert found.place is None or found.place.value == city.value, written


@pytest.mark.parametrize("written", ["江北", "江北区"])
def test_a_name_in_two_cities_is_that_of_the_programme_there(written: str) -> None:
    """渝北区 and 江北区 are 两江新区 since 2025; 宁波市 still has an 江北区."""
    assert _value(written) == "江北区"
    assert _value(written, "重庆市") == "两江新区"
    assert not find_district(written).sure
    assert find_district("浦东").sure


def _value(written: str, *regions: str) -> str | None:
    place = find_district(written, regions=regions).place
    return place.value if place else None
