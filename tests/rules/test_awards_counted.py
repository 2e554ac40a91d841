"""Awards by number: for every unit from a minimum on, and for every full step above a base."""

import pytest

from models.rules.award.kinds import work_out
from models.rules.eligibility.facts import MAX_FEN
from tests.rules.award_terms import WAN, amounts, award, fact, lines

ORDERS = award(
    "per_unit", unit_fen=200, minimum=20_000, cap_fen=30 * WAN, base=("orders",), cap_per="year"
)
GROWTH = award(
    "per_step",
    step_fen=500 * WAN,
    amount_fen=1 * WAN,
    cap_fen=5 * WAN,
    base=("retail_fen",),
    over="base_fen",
)
ORDER_FACT = fact("orders", "年交易单数", "int", unit="单")
BASE_FACT = fact("base_fen", "上年网络零售额")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (0, 0),
        (19_999, 0),
        (20_000, 4_000_000),
        (20_001, 4_000_200),
        (149_999, 29_999_800),
        (150_000, 30 * WAN),
        (150_001, 30 * WAN),
    ],
)
def test_every_unit_counts_once_the_minimum_is_reached(orders: int, expected: int) -> None:
    assert work_out(ORDERS, {"orders": orders}).award_fen == expected


def test_the_working_counts_in_the_facts_own_unit() -> None:
    working = work_out(ORDERS, {"orders": 20_000}, facts=(ORDER_FACT,))
    assert lines(working) == ["年交易单数：20,000 单", "每单 2 元"]
    assert amounts(working) == [None, 4_000_000]
    below = work_out(ORDERS, {"orders": 19_999}, facts=(ORDER_FACT,))
    assert lines(below) == ["年交易单数：19,999 单", "未达到 20,000 单，不予奖励"]
    unnamed = work_out(ORDERS, {"orders": 20_000})
    assert lines(unnamed) == ["orders：20,000", "每个 2 元"]


def test_a_number_that_is_not_given_is_missing() -> None:
    assert work_out(ORDERS, {}).missing == ("orders",)
    assert work_out(GROWTH, {"retail_fen": 1}).missing == ("base_fen",)
    assert work_out(GROWTH, {}).missing == ("retail_fen", "base_fen")


@pytest.mark.parametrize(
    ("above", "wan"),
    [
        (-3000 * WAN, 0),
        (-1, 0),
        (0, 0),
        (500 * WAN - 1, 0),
        (500 * WAN, 1),
        (1000 * WAN - 1, 1),
        (1000 * WAN, 2),
        (2500 * WAN, 5),
        (3000 * WAN, 5),
    ],
)
def test_only_full_steps_above_the_base_count(above: int, wan: int) -> None:
    base = 4000 * WAN
    given = {"retail_fen": base + above, "base_fen": base}
    assert work_out(GROWTH, given).award_fen == wan * WAN


def test_the_working_shows_what_lies_above_and_how_many_steps_it_has() -> None:
    given = {"retail_fen": 1900 * WAN, "base_fen": 700 * WAN}
    working = work_out(GROWTH, given, facts=(BASE_FACT,))
    assert lines(working) == [
        "计算基数",
        "超过“上年网络零售额”的部分",
        "每满 500 万元计 1 万元，共 2 个 500 万元",
    ]
    assert amounts(working) == [1900 * WAN, 1200 * WAN, 2 * WAN]


def test_growth_below_one_full_step_is_told_in_words() -> None:
    given = {"retail_fen": 1000 * WAN, "base_fen": 700 * WAN}
    working = work_out(GROWTH, given, facts=(BASE_FACT,))
    assert (lines(working)[-1], amounts(working)[-1]) == (
        "超过“上年网络零售额”的部分不足 500 万元，没有奖励",
        0,
    )


def test_no_declaration_leads_to_an_amount_that_clients_cannot_hold() -> None:
    open_ended = award("per_unit", unit_fen=10**12, minimum=1, base=("orders",))
    working = work_out(open_ended, {"orders": 10**12})
    assert working.award_fen == MAX_FEN
    assert max(amount for amount in amounts(working) if amount is not None) == MAX_FEN
    assert lines(working)[-1] == "按可计算的最大金额计算"
    exact = work_out(open_ended, {"orders": 1000})
    assert (exact.award_fen, len(exact.steps)) == (MAX_FEN, 2)
