"""Awards by year of support: rates and amounts that fall, and what follows the last year."""

import pytest

from models.rules.award.history import History
from models.rules.award.kinds import work_out
from tests.rules.award_terms import TEXT, WAN, amounts, award, fact, lines

RENT = award(
    "declining", ("1", 7000), ("2", 5000), ("3", 3000), cap_fen=5 * WAN, base=("rent_fen",)
)
PARK = award(
    "declining",
    *[(str(year), 10_000) for year in (1, 2, 3)],
    *[(str(year), 5000) for year in (4, 5)],
    base=("rent_fen", "broadband_fen"),
)


@pytest.mark.parametrize(("year", "expected"), [(1, 700), (2, 500), (3, 300), (4, 0), (9, 0)])
def test_the_rate_falls_from_year_to_year(year: int, expected: int) -> None:
    assert work_out(RENT, {"support_year": year, "rent_fen": 1000}).award_fen == expected


@pytest.mark.parametrize(("year", "expected"), [(1, 301), (3, 301), (4, 150), (5, 150), (6, 0)])
def test_rent_and_broadband_add_up_before_the_rate_and_round_down_once(
    year: int, expected: int
) -> None:
    given = {"support_year": year, "rent_fen": 150, "broadband_fen": 151}
    assert work_out(PARK, given).award_fen == expected


def test_the_working_names_the_year_its_rate_and_its_clause() -> None:
    working = work_out(RENT, {"support_year": 2, "rent_fen": 1001})
    assert lines(working) == ["计算基数", "第 2 年，按 50% 计算"]
    assert amounts(working) == [1001, 500]
    assert [step.cite for step in working.steps] == ["三", "四"]


def test_a_year_past_the_table_says_so_and_comes_to_nothing() -> None:
    working = work_out(RENT, {"support_year": 4, "rent_fen": 1000})
    assert lines(working)[-1] == "第 4 年已无资助（资助至第 3 年）"
    assert amounts(working) == [1000, 0]
    before = work_out(RENT, {"support_year": 0, "rent_fen": 1000})
    assert (before.award_fen, lines(before)[-1]) == (0, "第 0 年不在资助年度之内")


def test_everything_that_is_missing_is_named() -> None:
    assert work_out(PARK, {"rent_fen": 1}).missing == ("support_year", "broadband_fen")
    assert work_out(PARK, {"rent_fen": 1}).award_fen is None


@pytest.mark.parametrize(("rent", "expected"), [(7_142_857, 4_999_999), (7_142_858, 5 * WAN)])
def test_the_cap_at_its_boundary(rent: int, expected: int) -> None:
    working = work_out(RENT, {"support_year": 1, "rent_fen": rent})
    assert working.award_fen == expected
    assert "按上限计算" not in lines(working)
    above = work_out(RENT, {"support_year": 1, "rent_fen": 7_142_860})
    assert (above.award_fen, lines(above)[-1]) == (5 * WAN, "按上限计算")


def test_a_fixed_amount_by_year_counts_the_declared_one() -> None:
    station = award("fixed", ("1", 1 * WAN), ("2", WAN // 2), ("3", WAN // 2))
    found = [work_out(station, {"support_year": year}) for year in (1, 2, 3, 4)]
    assert [working.award_fen for working in found] == [1 * WAN, WAN // 2, WAN // 2, 0]
    assert lines(found[1]) == ["第 2 年的资助"]
    assert lines(found[3]) == ["第 4 年已无资助（资助至第 3 年）"]
    assert work_out(station, {}).missing == ("support_year",)


def test_one_amount_for_all_takes_the_awards_own_words() -> None:
    working = work_out(award("fixed", amount_fen=3 * WAN), {})
    assert (working.award_fen, lines(working)) == (3 * WAN, [TEXT.zh])


def test_history_alone_changes_nothing_without_a_cap() -> None:
    given = {"support_year": 1, "rent_fen": 9, "broadband_fen": 0}
    had = History(year_fen=10**9, total_fen=10**9)
    assert work_out(PARK, given, had) == work_out(PARK, given)


def test_the_base_is_called_by_its_own_name() -> None:
    from_facts = (fact("rent_fen", "房租"),)
    assert lines(work_out(RENT, {"support_year": 1, "rent_fen": 9}, facts=from_facts))[0] == "房租"
