"""Shares round down, parts sum to the fee, caps hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.money import SplitRates, percent, share_of, split_fee, yuan

FEES = st.integers(min_value=0, max_value=10**15)


@st.composite
def rates(draw: st.DrawFn) -> SplitRates:
    government = draw(st.integers(0, 10_000))
    platform = draw(st.integers(0, 10_000 - government))
    cap = draw(st.none() | st.integers(0, 10**12))
    return SplitRates(government, platform, 10_000 - government - platform, cap)


@given(FEES, rates())
def test_the_three_parts_sum_to_the_fee(fee_fen: int, split: SplitRates) -> None:
    parts = split_fee(fee_fen, split)
    assert parts.government_fen + parts.platform_fen + parts.enterprise_fen == fee_fen
    assert min(parts.government_fen, parts.platform_fen, parts.enterprise_fen) >= 0


@given(FEES, rates())
def test_the_government_part_never_exceeds_rate_or_cap(fee_fen: int, split: SplitRates) -> None:
    government = split_fee(fee_fen, split).government_fen
    assert government * 10_000 <= fee_fen * split.government_bp
    assert split.government_cap_fen is None or government <= split.government_cap_fen


@pytest.mark.parametrize(
    ("fee_fen", "cap_fen", "expected"),
    [
        (1_000_000, None, (400_000, 200_000, 400_000, False)),
        (999, None, (399, 199, 401, False)),
        (1, None, (0, 0, 1, False)),
        (5_000_000, 2_000_000, (2_000_000, 1_000_000, 2_000_000, False)),
        (5_000_003, 2_000_000, (2_000_000, 1_000_000, 2_000_003, True)),
        (6_000_000, 2_000_000, (2_000_000, 1_200_000, 2_800_000, True)),
    ],
)
def test_leftovers_and_what_exceeds_the_cap_go_to_the_enterprise(
    fee_fen: int, cap_fen: int | None, expected: tuple[int, int, int, bool]
) -> None:
    parts = split_fee(fee_fen, SplitRates(4000, 2000, 4000, cap_fen))
    assert (
        parts.government_fen,
        parts.platform_fen,
        parts.enterprise_fen,
        parts.capped,
    ) == expected


@pytest.mark.parametrize("parts", [(4000, 2000, 3999), (4000, 2000, 4001), (-1, 5000, 5001)])
def test_a_split_that_is_not_a_whole_is_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="sum to 10000"):
        SplitRates(*parts)


def test_a_negative_base_or_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        share_of(-1, 100)
    with pytest.raises(ValueError, match="negative"):
        share_of(100, -1)


def test_amounts_and_rates_in_words() -> None:
    assert [yuan(amount) for amount in (0, 5, 100, 123_456, 100_000_000, -250)] == [
        "0",
        "0.05",
        "1",
        "1,234.56",
        "1,000,000",
        "-2.50",
    ]
    assert [percent(rate) for rate in (0, 1, 50, 1250, 6000, 10_000)] == [
        "0%",
        "0.01%",
        "0.5%",
        "12.5%",
        "60%",
        "100%",
    ]
