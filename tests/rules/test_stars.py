"""Averages of stars as people read them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.rules.stars import average_tenths


def test_nobody_has_told() -> None:
    assert average_tenths(0, 0) is None


@given(st.lists(st.integers(1, 5), min_size=1, max_size=200))
def test_the_nearest_tenth(stars: list[int]) -> None:
    found = average_tenths(sum(stars), len(stars))
    assert found is not None
    assert abs(found - 10 * Fraction(sum(stars), len(stars))) <= Fraction(1, 2)


def test_halves_go_up() -> None:
    assert average_tenths(17, 4) == 43
    assert average_tenths(87, 20) == 44
