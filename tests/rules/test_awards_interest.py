"""Interest: a share of principal × rate × days ÷ day basis, rounded down once, at the end."""

import pytest

from models.rules.award.history import History
from models.rules.award.kinds import work_out
from tests.rules.award_terms import WAN, amounts, award, lines

LOAN = award(
    "interest",
    rate_bp=5000,
    day_basis=360,
    cap_fen=20 * WAN,
    base=("principal_fen",),
    rate="reference_rate_bp",
    days="days",
    cap_per="year",
)


def loan(principal: int, rate: int, days: int) -> dict[str, int]:
    return {"principal_fen": principal, "reference_rate_bp": rate, "days": days}


@pytest.mark.parametrize(
    ("principal", "rate", "days", "expected"),
    [
        (100 * WAN, 435, 360, 2_175_000),
        (100 * WAN, 435, 365, 2_205_208),
        (100 * WAN, 435, 1, 6_041),
        (100 * WAN, 0, 360, 0),
        (100 * WAN, 435, 0, 0),
        (0, 435, 360, 0),
        (1000 * WAN, 400, 360, 20 * WAN),
        (1000 * WAN + 1, 400, 360, 20 * WAN),
        (999_999_999, 400, 360, 19_999_999),
    ],
)
def test_half_of_the_interest_up_to_the_cap(
    principal: int, rate: int, days: int, expected: int
) -> None:
    assert work_out(LOAN, loan(principal, rate, days)).award_fen == expected


def test_it_is_rounded_once_and_not_after_the_interest() -> None:
    # Interest 1.5 fen, all of it twice over: rounding first would make 1 of what is 3.
    given = loan(3, 5000, 360)
    whole = award(
        "interest", rate_bp=10_000, day_basis=360, base=("principal_fen",), rate="r", days="d"
    )
    values = {"principal_fen": 3, "r": 5000, "d": 720}
    assert work_out(whole, values).award_fen == 3
    working = work_out(LOAN, given)
    assert amounts(working) == [3, 1, 0]
    # 5.5 fen of interest, a share of 9 091 bp: 5.00005 is 5, where 5 × 0.9091 would be 4.
    part = award("interest", rate_bp=9_091, day_basis=360, base=("p",), rate="r", days="d")
    assert work_out(part, {"p": 11, "r": 5000, "d": 360}).award_fen == 5


def test_the_working_says_rate_days_and_year() -> None:
    working = work_out(LOAN, loan(100 * WAN, 435, 120))
    assert lines(working) == [
        "计算基数",
        "利息：年利率 4.35%，120 天（一年按 360 天）",
        "按 50% 计算",
    ]
    assert amounts(working) == [100 * WAN, 1_450_000, 725_000]


def test_a_ceiling_reads_as_at_most() -> None:
    ceiling = award(
        "interest", rate_bp=5000, day_basis=365, base=("p",), rate="r", days="d", at_most=True
    )
    assert "最高 50%" in lines(work_out(ceiling, {"p": 1, "r": 1, "d": 1}))[-1]


@pytest.mark.parametrize("absent", ["principal_fen", "reference_rate_bp", "days"])
def test_each_of_the_three_is_needed(absent: str) -> None:
    given = loan(1, 1, 1)
    del given[absent]
    working = work_out(LOAN, given)
    assert (working.award_fen, working.missing, working.steps) == (None, (absent,), ())


def test_the_cap_is_the_firms_for_the_year() -> None:
    working = work_out(LOAN, loan(1000 * WAN, 400, 360), History(year_fen=15 * WAN))
    assert working.award_fen == 5 * WAN
    assert lines(working)[-2:] == [
        "本年度已享受 15 万元，上限 20 万元，还可享受 5 万元",
        "按上限计算",
    ]


@pytest.mark.parametrize(
    ("principal", "rate", "named"), [(0, 435, "principal_fen"), (100, 0, "reference_rate_bp")]
)
def test_what_makes_it_nothing_is_named(principal: int, rate: int, named: str) -> None:
    nothing = work_out(LOAN, loan(principal, rate, 300)).nothing
    assert nothing is not None
    assert nothing.text.zh.startswith(("计算基数为 0", f"{named}为 0"))
