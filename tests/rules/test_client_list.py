"""What a list of new clients comes to."""

from datetime import date

import pytest

from models.rules.client_list import NewClient, Period, facts_of, is_excluded, is_flagged
from models.rules.reasons import Text
from models.rules.terms.client_list import ClientList, FlaggedCities

TEXT = Text("清单", "The list")
TERMS = ClientList(
    TEXT,
    fees="fees",
    count="count",
    outside="outside",
    newly_signed="new",
    excluded_cities=("上海市",),
    flagged=FlaggedCities(TEXT, ("苏州市", "杭州市")),
)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def listed(city: str = "苏州市", on: date = date(2026, 5, 1), fee_fen: int = 100) -> NewClient:
    return NewClient(city, on, fee_fen)


@pytest.mark.parametrize("city", ["上海市", "上海", "上海市浦东新区"])
def test_a_city_is_known_with_and_without_its_ending(city: str) -> None:
    assert is_excluded(TERMS, city)
    assert not is_flagged(TERMS, city)


@pytest.mark.parametrize("city", ["南京市", "连云港市", "海口市", "上饶市"])
def test_other_cities_count(city: str) -> None:
    assert not is_excluded(TERMS, city)
    assert not is_flagged(TERMS, city)


def test_without_cities_seen_apart_none_is() -> None:
    plain = ClientList(TEXT, fees="a", count="b", outside="c", newly_signed="d")
    assert not is_flagged(plain, "苏州市")
    assert not is_excluded(plain, "上海市")


def test_the_list_stands_for_four_facts() -> None:
    clients = [listed(fee_fen=1), listed("成都市", fee_fen=2)]
    assert facts_of(TERMS, clients, YEAR) == {
        "fees": 3,
        "count": 2,
        "outside": True,
        "new": True,
    }


def test_one_row_is_enough_to_make_it_untrue() -> None:
    inside = facts_of(TERMS, [listed(), listed("上海")], YEAR)
    assert (inside["outside"], inside["new"]) == (False, True)
    old = facts_of(TERMS, [listed(), listed(on=date(2025, 12, 31))], YEAR)
    assert (old["outside"], old["new"]) == (True, False)


@pytest.mark.parametrize("day", [YEAR.first, YEAR.last])
def test_both_ends_of_the_period_belong_to_it(day: date) -> None:
    assert facts_of(TERMS, [listed(on=day)], YEAR)["new"] is True


def test_an_empty_list_states_nothing() -> None:
    assert facts_of(TERMS, [], YEAR) == {}
