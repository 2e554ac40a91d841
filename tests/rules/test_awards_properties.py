"""What holds for every kind of award, whatever its terms and the facts are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.award.history import NOTHING, History
from models.rules.award.kinds import KINDS, award_of, work_out
from models.rules.eligibility.facts import MAX_FEN, FactValues
from models.rules.terms.programme import Award, AwardKind, Figure
from tests.rules.award_terms import award, elsewhere, fact, track

FEN = st.integers(0, 10**15)
SMALL = st.integers(0, 50)
BP = st.integers(0, 10_000)
AMOUNT = st.integers(1, 10**12)
CAP = st.none() | AMOUNT
SCOPE = st.sampled_from(["application", "year", "total"])
HISTORY = st.builds(
    History,
    year_fen=st.integers(0, 10**12),
    total_fen=st.integers(0, 10**12),
    tiers=st.frozensets(st.sampled_from([100, 200, 300])),
)
YEARS = st.lists(BP, min_size=1, max_size=5)
# Kinds whose award is a share of their base, and so never above it.
OF_A_BASE = ("copay", "share", "declining")
DECIDED = ("range", "discretionary")


def _copay(draw: st.DrawFn) -> Award:
    first = draw(BP)
    second = draw(st.integers(0, 10_000 - first))
    rest = 10_000 - first - second
    rates = {"government_bp": first, "platform_bp": second, "enterprise_bp": rest}
    return award("copay", **rates, government_cap_fen=draw(CAP))


def _by_year(kind: AwardKind, draw: st.DrawFn, **caps: Any) -> Award:
    return award(kind, *[(str(year), n) for year, n in enumerate(draw(YEARS), start=1)], **caps)


def _interest(draw: st.DrawFn, **caps: Any) -> Award:
    basis = draw(st.sampled_from([360, 365, 366]))
    bare = award("interest", day_basis=basis, rate="rate_bp", days="days", **caps)
    return replace(bare, figures=(*bare.figures, Figure("rate_bp", draw(BP))))


def _per_unit(draw: st.DrawFn, **caps: Any) -> Award:
    return award("per_unit", unit_fen=draw(AMOUNT), minimum=draw(SMALL), base=("units",), **caps)


def _per_step(draw: st.DrawFn, **caps: Any) -> Award:
    return award(
        "per_step", step_fen=draw(AMOUNT), amount_fen=draw(AMOUNT), over="past_fen", **caps
    )


def _tiers(draw: st.DrawFn) -> Award:
    rows = [(str(key), draw(AMOUNT)) for key in (100, 200, 300)]
    return award("tiers", *rows, past="past_fen", paid="paid")


PLAIN: dict[AwardKind, Callable[[st.DrawFn], Award]] = {
    "copay": _copay,
    "fixed": lambda draw: _by_year("fixed", draw),
    "tiers": _tiers,
    "grade": lambda draw: award("grade", ("a", draw(AMOUNT)), ("b", draw(AMOUNT)), by="grade"),
    "range": lambda draw: award("range", minimum_fen=draw(SMALL), maximum_fen=50 + draw(SMALL)),
    "discretionary": lambda draw: award("discretionary"),
    "none": lambda draw: award("none"),
}
CAPPED: dict[AwardKind, Callable[..., Award]] = {
    "share": lambda draw, **caps: award("share", rate_bp=draw(BP), **caps),
    "declining": lambda draw, **caps: _by_year("declining", draw, **caps),
    "interest": _interest,
    "per_unit": _per_unit,
    "per_step": _per_step,
}


@st.composite
def terms(draw: st.DrawFn, kind: AwardKind) -> Award:
    """Random terms of a kind, of the form that the compiler lets through."""
    if kind in PLAIN:
        return PLAIN[kind](draw)
    cap = draw(CAP)
    return CAPPED[kind](draw, cap_fen=cap, cap_per=draw(SCOPE) if cap else "application")


def test_every_kind_is_tried() -> None:
    assert set(PLAIN) | set(CAPPED) == set(KINDS)


FACTS = st.fixed_dictionaries(
    {
        "fee_fen": FEN,
        "past_fen": FEN | st.integers(0, 400),
        "units": st.integers(0, 10**12),
        "grade": st.sampled_from(["a", "b", "c"]),
        "support_year": st.integers(0, 8),
        "rate_bp": BP,
        "days": st.integers(0, 10**12) | st.integers(0, 366),
        "paid": st.lists(st.sampled_from([100, 200, 300]), unique=True).map(tuple),
        "elsewhere_fen": FEN | SMALL,
    }
)


def cap_of(found: Award) -> int | None:
    figure = found.find_figure("cap_fen") or found.find_figure("government_cap_fen")
    return None if figure is None else figure.value


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_an_award_is_whole_not_negative_and_within_its_cap_and_base(
    kind: AwardKind, data: st.DataObject
) -> None:
    found, values, history = data.draw(terms(kind)), data.draw(FACTS), data.draw(HISTORY)
    working = work_out(found, values, history)
    if kind in DECIDED:
        assert (working.award_fen, working.missing) == (None, ())
        return
    assert type(working.award_fen) is int
    assert 0 <= working.award_fen <= MAX_FEN
    cap = cap_of(found)
    if cap is not None:
        assert working.award_fen <= max(0, cap - history.under(found.cap_per))
    if kind in OF_A_BASE:
        assert working.award_fen <= values["fee_fen"]
    sums = [step.amount_fen for step in working.steps if step.amount_fen is not None]
    # The last sum that one reads is the award; of a fee's three parts it is the first.
    assert sums[1 if kind == "copay" else -1] == working.award_fen
    for step in working.steps:
        assert step.amount_fen is None or 0 <= step.amount_fen <= MAX_FEN
        assert step.text.zh
        assert step.text.en


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in DECIDED])
@given(data=st.data())
def test_what_was_had_before_and_elsewhere_only_ever_lowers_an_award(
    kind: AwardKind, data: st.DataObject
) -> None:
    found, values, history = data.draw(terms(kind)), data.draw(FACTS), data.draw(HISTORY)
    plain = track(found)
    less = track(found, fact("elsewhere_fen", "别处"), exclusions=(elsewhere("elsewhere_fen"),))
    first, had = award_of(plain, values).award_fen, award_of(plain, values, history).award_fen
    left = award_of(less, values, history).award_fen
    assert first is not None
    assert had is not None
    assert left == max(0, had - values["elsewhere_fen"])
    assert had <= first


@pytest.mark.parametrize("kind", ["copay", "share", "declining", "tiers", "per_step", "interest"])
@given(data=st.data())
def test_a_larger_base_never_lowers_an_award(kind: AwardKind, data: st.DataObject) -> None:
    found, values = data.draw(terms(kind)), data.draw(FACTS)
    larger = {**values, "fee_fen": data.draw(st.integers(values["fee_fen"], 10**15))}
    history = data.draw(HISTORY)
    assert _sure(found, values, history) <= _sure(found, larger, history)


@given(data=st.data())
def test_more_units_days_and_a_higher_rate_never_lower_an_award(data: st.DataObject) -> None:
    values = data.draw(FACTS)
    for kind, name in (("per_unit", "units"), ("interest", "days"), ("interest", "rate_bp")):
        found = data.draw(terms(kind))
        more = {**values, name: values[name] + data.draw(SMALL)}
        assert _sure(found, values) <= _sure(found, more)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_fact_that_is_not_given_is_named_and_the_amount_stays_unknown(
    kind: AwardKind, data: st.DataObject
) -> None:
    found, values = data.draw(terms(kind)), data.draw(FACTS)
    for absent in values:
        partly = {name: value for name, value in values.items() if name != absent}
        working = work_out(found, partly)
        if working.missing:
            assert (working.award_fen, working.missing, working.steps) == (None, (absent,), ())
        else:
            assert working == work_out(found, values)


@given(terms("tiers"), FACTS, HISTORY)
def test_tiers_that_were_paid_are_never_paid_again(
    found: Award, values: FactValues, history: History
) -> None:
    once = work_out(found, values, history)
    again = work_out(found, values, replace(history, tiers=history.tiers.union(once.tiers)))
    assert (again.award_fen, again.tiers) == (0, ())
    assert not history.tiers.intersection(once.tiers)


@given(FEN, st.integers(1, 10_000), st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_a_cap_over_the_years_is_kept_however_often_one_applies(
    cap: int, rate: int, fees: list[int]
) -> None:
    found = award("share", rate_bp=rate, cap_fen=cap, cap_per="total")
    had = 0
    for fee in fees:
        had += _sure(found, {"fee_fen": fee}, History(total_fen=had))
    assert had == min(cap, sum(fee * rate // 10_000 for fee in fees))


def _sure(found: Award, values: FactValues, history: History = NOTHING) -> int:
    amount = work_out(found, values, history).award_fen
    assert amount is not None
    return amount
