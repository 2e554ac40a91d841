"""Awards by threshold and by grade: each tier once, each grade its amount."""

import pytest

from models.rules.award.history import History
from models.rules.award.kinds import work_out
from tests.rules.award_terms import GRADES, WAN, amounts, award, fact, lines

T1, T2, T3, T4 = (wan * WAN for wan in (1000, 5000, 10_000, 50_000))
SCALE = award(
    "tiers",
    # Not in order: the file's order must not matter.
    (str(T3), 10 * WAN),
    (str(T1), 3 * WAN),
    (str(T4), 20 * WAN),
    (str(T2), 5 * WAN),
    base=("volume_fen",),
    past="past_fen",
    paid="paid",
)


def scale(volume: int, past: int = 0, paid: tuple[int, ...] = (), **had: frozenset[int]) -> int:
    working = work_out(
        SCALE, {"volume_fen": volume, "past_fen": past, "paid": paid}, History(**had)
    )
    assert working.award_fen is not None
    return working.award_fen


@pytest.mark.parametrize(
    ("volume", "wan"),
    [(0, 0), (T1, 0), (T1 + 1, 3), (T2, 3), (T2 + 1, 8), (T3, 8), (T3 + 1, 18), (T4 + 1, 38)],
)
def test_a_tier_must_be_exceeded_and_new_ones_add_up(volume: int, wan: int) -> None:
    assert scale(volume) == wan * WAN


@pytest.mark.parametrize(
    ("past", "paid", "held", "wan"),
    [
        (T1, (), (), 18),
        (T1 + 1, (), (), 15),
        (0, (T1,), (), 15),
        (0, (), (T1, T2), 10),
        (T1 + 1, (T2,), (T3,), 0),
        (0, (T4,), (), 18),
    ],
)
def test_what_was_crossed_or_paid_before_is_not_paid_again(
    past: int, paid: tuple[int, ...], held: tuple[int, ...], wan: int
) -> None:
    assert scale(T3 + 1, past, paid, tiers=frozenset(held)) == wan * WAN


def test_the_working_has_a_line_for_each_tier_reached() -> None:
    given = {"volume_fen": T3 + 1, "past_fen": T1 + 1, "paid": ()}
    working = work_out(SCALE, given)
    assert lines(working) == [
        "计算基数",
        "超过 1000 万元一档：此前已达到或已享受，不再奖励",
        "首次超过 5000 万元",
        "首次超过 1 亿元",
        "各档合计",
    ]
    assert amounts(working) == [T3 + 1, 0, 5 * WAN, 10 * WAN, 15 * WAN]
    assert working.tiers == (T2, T3)


def test_below_the_first_tier_there_is_a_line_that_says_so() -> None:
    working = work_out(SCALE, {"volume_fen": T1, "past_fen": 0, "paid": ()})
    assert (working.award_fen, working.tiers) == (0, ())
    assert lines(working)[-1] == "未超过任何一档（最低一档须超过 1000 万元）"


def test_tiers_without_a_past_need_only_the_volume() -> None:
    bare = award("tiers", ("100", 7), base=("volume_fen",))
    assert work_out(bare, {"volume_fen": 101}).award_fen == 7
    assert work_out(bare, {}).missing == ("volume_fen",)
    assert work_out(SCALE, {}).missing == ("volume_fen", "past_fen", "paid")


@pytest.mark.parametrize("name", GRADES)
def test_each_grade_has_its_amount(name: str) -> None:
    terms = award("grade", *GRADES.items(), by="grade")
    declared = (fact("grade", "示范企业级别", "choice", *GRADES),)
    working = work_out(terms, {"grade": name}, facts=declared)
    assert (working.award_fen, working.missing) == (GRADES[name], ())
    assert lines(working) == [f"示范企业级别：{name}级"]
    assert working.steps[0].cite == "四"


def test_a_grade_that_is_not_given_is_missing_and_one_without_a_row_is_not_paid() -> None:
    terms = award("grade", ("national", 5), by="grade")
    assert work_out(terms, {}).missing == ("grade",)
    other = work_out(terms, {"grade": "county"}, facts=(fact("grade", "级别", "choice", "county"),))
    assert (other.award_fen, lines(other)) == (0, ["级别为 county级，无资助"])
