"""Categories, platforms and an operator's holidays: the shipped files, and mistakes in them."""

from datetime import date

import pytest

from models.programme.file import ProgrammeFileError
from models.programme.holiday_file import read_holidays
from models.programme.platform_file import Category, PlatformEntry, read_categories, read_platforms
from models.rules.award.copay import split_rates
from models.rules.money import split_fee
from tests.programmes.sources import PROGRAMMES, compiled

DISTRICTS = (
    "黄浦区 徐汇区 长宁区 静安区 普陀区 虹口区 杨浦区 闵行区 "
    "宝山区 嘉定区 浦东新区 金山区 松江区 青浦区 奉贤区 崇明区"
)
MODES = ("copay", "expansion")
PLATFORMS = PROGRAMMES / "sh-shuangtui" / "demo_platforms.toml"


@pytest.fixture(scope="module")
def categories() -> tuple[Category, ...]:
    path = PROGRAMMES.parent / "categories.toml"
    return read_categories(path.name, path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def platforms(categories: tuple[Category, ...]) -> tuple[PlatformEntry, ...]:
    return read_platforms(PLATFORMS.name, PLATFORMS.read_text(encoding="utf-8"), categories, MODES)


def test_the_eight_categories_are_those_of_the_chongqing_notice(
    categories: tuple[Category, ...],
) -> None:
    numerals = "一二三四五六七八"
    assert [category.cite for category in categories] == [f"第六条({n})" for n in numerals]


def test_thirty_platforms_fill_every_category_and_district(
    platforms: tuple[PlatformEntry, ...], categories: tuple[Category, ...]
) -> None:
    assert len(platforms) == 30
    assert {platform.district for platform in platforms} == set(DISTRICTS.split())
    used = {code for platform in platforms for code in platform.categories}
    assert used == {category.code for category in categories}
    assert {mode for platform in platforms for mode in platform.modes} == set(MODES)
    assert any("copay" not in platform.modes for platform in platforms)


def test_every_platform_is_clearly_fictional(platforms: tuple[PlatformEntry, ...]) -> None:
    for platform in platforms:
        assert platform.name.startswith("示例·")
        assert "虚构" in platform.name
        assert "虚构" in platform.payee.name
        assert platform.payee.account.startswith("0000")
        assert (platform.phone or "").startswith("021-000000")


def test_every_plan_splits_to_the_fen(platforms: tuple[PlatformEntry, ...]) -> None:
    copay = compiled("sh-shuangtui", "demo").find_track("copay")
    assert copay is not None
    rates = split_rates(copay.award)
    capped = 0
    for platform in platforms:
        assert 2 <= len(platform.plans) <= 4
        for plan in platform.plans:
            parts = split_fee(plan.fee_fen, rates)
            total = parts.government_fen + parts.platform_fen + parts.enterprise_fen
            assert total == plan.fee_fen
            capped += parts.capped
    assert capped >= 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('district = "黄浦区"\n', "", "platforms[0].district"),
        ('code = "demo-02"', 'code = "demo-01"', "stands only once"),
        ('modes = ["copay"]', 'modes = ["loan"]', "at least one of copay, expansion"),
        ('categories = ["market", "scale"]', "categories = []", "at least one of market"),
        ("fee_fen = 980_000", "fee_fen = 0", "platforms[0].plans[0].fee_fen"),
        ("period_months = 12", "period_months = 121", "from 1 to 120"),
        ("fee_fen = 980_000", "fee_fen = 980_000\nprice = 1", "platforms[0].plans[0].price"),
        ("[[platforms]]", "[[platforms]", "TOML 1.0"),
    ],
)
def test_mistakes_in_a_platform_file_are_told(
    categories: tuple[Category, ...], old: str, new: str, words: str
) -> None:
    text = PLATFORMS.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ProgrammeFileError) as refused:
        read_platforms("p.toml", text.replace(old, new, 1), categories, MODES)
    assert words in str(refused.value)


GOOD_YEAR = """
year = 2027
source = "通知"
days_off = [2027-01-01]
extra_workdays = [2027-02-06]
"""


def test_an_operators_year_is_read() -> None:
    year = read_holidays("2027.toml", GOOD_YEAR)
    assert year.is_workday(date(2027, 1, 1)) is False
    assert year.is_workday(date(2027, 2, 6)) is True
    assert year.is_workday(date(2027, 2, 7)) is False
    assert year.is_workday(date(2028, 1, 3)) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("year = 2027", "year = 1", "a year from 2000 to 2100"),
        ('source = "通知"\n', "", "source"),
        ("[2027-01-01]", '["2027-01-01"]', "a list of dates"),
        ("[2027-01-01]", "[2026-01-01]", "a day of that year"),
        ("[2027-02-06]", "[2027-02-05]", "a Saturday or Sunday"),
        ("[2027-01-01]", "[2027-02-06]", "a day that is not worked too"),
        ("year = 2027", "year = 2027\nmonth = 1", "no such key"),
    ],
)
def test_mistakes_in_an_operators_year_are_told(old: str, new: str, words: str) -> None:
    with pytest.raises(ProgrammeFileError) as refused:
        read_holidays("2027.toml", GOOD_YEAR.replace(old, new, 1))
    assert words in str(refused.value)
