"""What limits an award: the reach of its cap, what was had before, and money had elsewhere."""

from dataclasses import replace

import pytest

from models.rules.award.history import NOTHING, History
from models.rules.award.kinds import award_of, work_out
from models.rules.estimate import estimate
from models.rules.terms.award import Variant
from models.rules.terms.programme import Award, Condition
from tests.rules.award_terms import (
    TEXT,
    amounts,
    award,
    elsewhere,
    fact,
    lines,
    track,
)


def half(scope: str, received: str | None = None) -> Award:
    return award("share", rate_bp=5000, cap_fen=500, cap_per=scope, received=received)


@pytest.mark.parametrize(
    ("scope", "history", "expected"),
    [
        ("application", History(400, 400), 500),
        ("year", History(0, 400), 500),
        ("year", History(1, 400), 499),
        ("year", History(500, 500), 0),
        ("year", History(600, 900), 0),
        ("total", History(0, 400), 100),
        ("total", History(400, 400), 100),
        ("total", History(0, 501), 0),
        ("total", NOTHING, 500),
    ],
)
def test_a_cap_reaches_over_the_application_the_year_or_all_years(
    scope: str, history: History, expected: int
) -> None:
    assert work_out(half(scope), {"fee_fen": 1200}, history).award_fen == expected


@pytest.mark.parametrize(
    ("declared", "on_record", "expected"),
    [(0, 0, 500), (300, 0, 200), (0, 300, 200), (300, 200, 200), (200, 300, 200), (500, 0, 0)],
)
def test_the_larger_of_declared_and_recorded_counts_not_their_sum(
    declared: int, on_record: int, expected: int
) -> None:
    given = {"fee_fen": 1200, "received_fen": declared}
    history = History(total_fen=on_record)
    assert work_out(half("total", "received_fen"), given, history).award_fen == expected


def test_the_working_says_what_was_had_and_what_is_left() -> None:
    year = work_out(half("year"), {"fee_fen": 1200}, History(year_fen=200))
    assert lines(year)[2:] == ["本年度已享受 2 元，上限 5 元，还可享受 3 元", "按上限计算"]
    assert amounts(year)[2:] == [None, 300]
    total = work_out(half("total"), {"fee_fen": 100}, History(total_fen=700))
    assert lines(total)[2:] == ["累计已享受 7 元，上限 5 元，还可享受 0 元", "按上限计算"]
    below = work_out(half("total"), {"fee_fen": 100}, History(total_fen=450))
    assert (below.award_fen, lines(below)[-1]) == (
        50,
        "累计已享受 4.50 元，上限 5 元，还可享受 0.50 元",
    )
    assert len(work_out(half("total"), {"fee_fen": 100}).steps) == 2


def test_what_was_had_before_must_be_known() -> None:
    terms = half("total", "received_fen")
    working = work_out(terms, {"fee_fen": 1200})
    assert (working.award_fen, working.missing, working.steps) == (None, ("received_fen",), ())
    assert work_out(terms, {}).missing == ("fee_fen", "received_fen")


@pytest.mark.parametrize(
    ("received", "expected", "told"),
    [(0, 500, 0), (1, 499, 1), (499, 1, 1), (500, 0, 1), (10**6, 0, 1)],
)
def test_money_had_elsewhere_is_taken_off_after_the_cap(
    received: int, expected: int, told: int
) -> None:
    terms = track(
        half("application"),
        fact("fee_fen", "费用"),
        fact("provincial_fen", "已获省级补助"),
        exclusions=(elsewhere("provincial_fen"),),
    )
    working = award_of(terms, {"fee_fen": 1200, "provincial_fen": received})
    assert working.award_fen == expected
    said = [step for step in working.steps if step.text.zh.startswith("扣除已获省级补助 ")]
    assert len(said) == told
    assert all((step.amount_fen, step.cite) == (expected, "二(二)2") for step in said)


def test_several_sums_had_elsewhere_are_taken_off_one_after_the_other() -> None:
    terms = track(
        award("fixed", amount_fen=1000),
        fact("a_fen", "甲"),
        fact("b_fen", "乙"),
        exclusions=(elsewhere("a_fen"), elsewhere("b_fen")),
    )
    assert award_of(terms, {"a_fen": 300, "b_fen": 200}).award_fen == 500
    working = award_of(terms, {"a_fen": 300, "b_fen": 900})
    assert amounts(working) == [1000, 700, 0]
    assert lines(award_of(terms, {"a_fen": 1000, "b_fen": 900}))[1:] == ["扣除甲 10 元"]
    assert award_of(terms, {}).missing == ("a_fen", "b_fen")


def test_what_was_had_elsewhere_is_asked_only_where_there_is_a_formula() -> None:
    for kind in ("range", "discretionary"):
        terms = award(kind, minimum_fen=1, maximum_fen=2)
        open_amount = award_of(track(terms, exclusions=(elsewhere("a_fen"),)), {})
        assert (open_amount.award_fen, open_amount.missing) == (None, ())
        assert open_amount.steps


@pytest.mark.parametrize(
    ("organised", "expected", "named"), [(True, 1500, "100%"), (False, 500, "50%")]
)
def test_a_fact_chooses_rate_and_base(organised: bool, expected: int, named: str) -> None:
    terms = award(
        "share",
        ("true", 10_000),
        ("false", 5000),
        base=(),
        by="organised",
        variants=(Variant("true", ("booth_fen", "image_fen")), Variant("false", ("booth_fen",))),
    )
    given = {"organised": organised, "booth_fen": 1000, "image_fen": 500}
    working = work_out(terms, given)
    assert working.award_fen == expected
    assert lines(working)[1] == f"按 {named} 计算"
    assert work_out(terms, {}).missing == ("organised",)
    assert work_out(terms, {"organised": False}).missing == ("booth_fen",)
    assert work_out(terms, {"organised": True}).missing == ("booth_fen", "image_fen")


def test_a_rate_by_choice_and_an_option_without_one() -> None:
    terms = award("share", ("city", 5000), ("county", 3000), by="level")
    assert work_out(terms, {"level": "county", "fee_fen": 101}).award_fen == 30
    other = work_out(terms, {"level": "village", "fee_fen": 101})
    assert (other.award_fen, lines(other)[-1]) == (0, "level为 village，无资助")


def test_a_kind_that_the_rule_does_not_know_is_a_fault() -> None:
    lottery = Award("lottery", TEXT)  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        work_out(lottery, {})


def test_an_estimate_counts_history_and_what_was_had_elsewhere() -> None:
    must = Condition("ok", TEXT, "二", fact="ok", op="is_true")
    facts = (fact("fee_fen", "费用"), fact("a_fen", "已获补助"), fact("ok", "是否符合", "bool"))
    terms = track(half("year"), *facts, exclusions=(elsewhere("a_fen"),))
    terms = replace(terms, conditions=(must,))
    given = {"fee_fen": 900, "a_fen": 50, "ok": True}
    assert estimate(terms, given).award_fen == 400
    assert estimate(terms, given, history=History(year_fen=300)).award_fen == 150
    refused = estimate(terms, {**given, "ok": False})
    assert (refused.eligible, refused.award_fen, refused.steps) == (False, 0, ())
    unknown = estimate(terms, {"fee_fen": 900})
    assert (unknown.eligible, unknown.award_fen) == (None, None)
    assert unknown.missing == ("ok", "a_fen")
    waiting = estimate(terms, {"fee_fen": 900, "a_fen": 50})
    assert (waiting.award_fen, len(waiting.steps)) == (None, 3)
