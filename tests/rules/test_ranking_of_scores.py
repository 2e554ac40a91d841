"""The ranking of scores: exact averages, shared ranks, and a line that cuts no tie by itself."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.reasons import Text
from models.rules.scoring import (
    Line,
    RankedPlace,
    Tally,
    TieCut,
    average_text,
    check_points,
    draw_line,
    rank_tallies,
)
from models.rules.terms.programme import Criterion

SHEET = (
    Criterion("benefit", Text("成效", "Benefit"), 60, cite="一3"),
    Criterion("copy", Text("可复制性", "Replicable"), 40),
)
SCORES = st.lists(
    st.tuples(st.integers(1, 5), st.integers(0, 100)).map(lambda pair: (pair[0] * pair[1], pair[0]))
    | st.tuples(st.integers(0, 300), st.integers(1, 5)),
    min_size=1,
    max_size=12,
)


def ranked(*scores: tuple[int, int]) -> list[RankedPlace]:
    """Places of applications 1, 2, … with (sum, experts) each."""
    return rank_tallies([Tally(UUID(int=at + 1), *score) for at, score in enumerate(scores)])


def keys(*numbers: int) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for number in numbers)


def test_equal_averages_share_a_rank_and_the_next_one_is_left_out() -> None:
    places = ranked((240, 3), (180, 2), (270, 3), (300, 4))
    assert [place.rank for place in places] == [1, 1, 3, 4]
    assert [place.tally.key.int for place in places] == [2, 3, 1, 4]
    assert [place.rank for place in ranked((90, 1), (80, 1), (80, 1), (70, 1))] == [1, 2, 2, 4]


def test_ranks_go_by_the_exact_average_not_by_the_text() -> None:
    first, second = ranked((24_667, 300), (247, 3))  # 82.2233… and 82.3333…
    assert (first.tally.key.int, second.rank) == (2, 2)
    close = ranked((100_000, 1201), (99_917, 1200))  # 83.2639… and 83.2641…
    assert {average_text(it.tally.points_sum, it.tally.experts) for it in close} == {"83.26"}
    assert [place.rank for place in close] == [1, 2]


@pytest.mark.parametrize(
    ("points", "experts", "text"),
    [(247, 3, "82.33"), (1, 8, "0.13"), (0, 3, "0.00"), (100, 1, "100.00"), (1, 200, "0.01")],
)
def test_an_average_is_rounded_half_up_to_two_places(points: int, experts: int, text: str) -> None:
    assert average_text(points, experts) == text
    exact = (Decimal(points) / experts).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert text == str(exact)


def test_a_line_between_ranks_needs_no_word_about_ties() -> None:
    places = ranked((90, 1), (80, 1), (80, 1), (70, 1))
    assert draw_line(places, 1, ()) == Line(keys(1), 1)
    assert draw_line(places, 3, ()) == Line(keys(1, 2, 3), 2)
    assert draw_line(places, 4, ()) == Line(keys(1, 2, 3, 4), 4)
    assert draw_line(places, 0, ()) == Line(frozenset(), None)


def test_a_line_through_a_tie_needs_exactly_as_many_names_as_there_is_room() -> None:
    places = ranked((90, 1), (80, 1), (80, 1), (80, 1))
    cut = TieCut((UUID(int=2), UUID(int=3), UUID(int=4)), 2)
    for named in ((), keys(2), keys(2, 3, 4), keys(1, 2), keys(2, 9)):
        assert draw_line(places, 3, named) == cut
    assert draw_line(places, 3, keys(4, 2)) == Line(keys(1, 2, 4), 2, cut=True)


def test_a_sheet_needs_every_criterion_within_its_maximum() -> None:
    assert check_points(SHEET, {"benefit": 60, "copy": 0}) == []
    found = check_points(SHEET, {"benefit": 61, "x": 1, "a": 2})
    assert [(reason.field, reason.code) for reason in found] == [
        ("scores.benefit", "out_of_range"),
        ("scores.copy", "required"),
        ("scores.a", "unknown"),
        ("scores.x", "unknown"),
    ]
    assert found[0].text.zh.endswith("打的是 61 分，须为 0 至 60 分")
    assert found[0].cite == "一3"
    assert [reason.code for reason in check_points(SHEET, {"benefit": -1, "copy": 40})] == [
        "out_of_range"
    ]


@given(SCORES)
def test_a_rank_is_one_more_than_how_many_are_better(scores: list[tuple[int, int]]) -> None:
    for place in ranked(*scores):
        own = Fraction(place.tally.points_sum, place.tally.experts)
        better = sum(Fraction(points, experts) > own for points, experts in scores)
        assert place.rank == better + 1


@given(SCORES, st.data())
def test_nobody_below_the_line_is_better_than_one_above(
    scores: list[tuple[int, int]], data: st.DataObject
) -> None:
    places = ranked(*scores)
    chosen = data.draw(st.integers(0, len(places)))
    line = draw_line(places, chosen, ())
    if isinstance(line, TieCut):
        assert 0 < line.room < len(line.tied)
        line = draw_line(places, chosen, line.tied[: line.room])
    assert isinstance(line, Line)
    assert len(line.passed) == chosen
    passed = [it.tally.average for it in places if it.tally.key in line.passed]
    failed = [it.tally.average for it in places if it.tally.key not in line.passed]
    if passed and failed:
        assert min(passed) >= max(failed)
        assert line.cut == (min(passed) == max(failed))
