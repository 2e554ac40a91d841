"""Three-valued answers, every operator at its boundary, and the words that explain them."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from models.rules.eligibility.facts import FactValue
from models.rules.eligibility.judge import Verdict, all_of, any_of, is_eligible, judge, judge_track
from models.rules.reasons import Text
from models.rules.terms.programme import (
    Award,
    Condition,
    Fact,
    FactType,
    Operator,
    Option,
    RegionValue,
    Stated,
    TrackTerms,
)

TEXT = Text("须符合要求", "Must be met")


def make(kind: FactType, unit: str | None = None) -> Fact:
    options = (Option("erp", Text("ERP 系统", "ERP")), Option("mes", Text("MES 系统", "MES")))
    return Fact(
        "it", Text("从业人数", "Employees"), kind, unit, options=options if kind == "list" else ()
    )


def compare(op: Operator, value: Stated | None, fact: Fact, given: FactValue | None) -> bool | None:
    condition = Condition("c", TEXT, "第五条", fact="it", op=op, value=value)
    return judge(condition, [fact], {} if given is None else {"it": given}).met


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
        ("==", False, True, False),
    ],
)
def test_orderings_at_their_boundary(op: Operator, below: bool, at: bool, above: bool) -> None:
    number = make("int")
    assert [compare(op, 20, number, given) for given in (19, 20, 21)] == [below, at, above]
    instant = make("instant")
    moments = [datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (9, 10, 11)]
    stated = "2026-03-01T18:00:00+08:00"
    assert [compare(op, stated, instant, given) for given in moments] == [below, at, above]


def test_dates_lists_choices_and_bools() -> None:
    assert compare("<=", "2026-03-01", make("date"), datetime(2026, 3, 1, tzinfo=UTC).date())
    assert compare(">=", 2, make("list"), ("erp", "mes")) is True
    assert compare(">=", 2, make("list"), ("erp",)) is False
    assert compare("in", ("a", "b"), make("choice"), "b") is True
    assert compare("in", ("a", "b"), make("choice"), "c") is False
    assert compare("is_true", None, make("bool"), True) is True
    assert compare("is_true", None, make("bool"), False) is False


def test_unknown_is_not_false() -> None:
    for op, value in ((">=", 1), ("==", 1), ("in", (1,)), ("is_true", None)):
        assert compare(op, value, make("int"), None) is None  # type: ignore[arg-type]


THREE = (True, False, None)


@pytest.mark.parametrize(("a", "b"), list(product(THREE, THREE)))
def test_all_and_any_are_dual_and_a_decided_answer_never_waits(
    a: bool | None, b: bool | None
) -> None:
    def flip(x: bool | None) -> bool | None:
        return None if x is None else not x

    assert all_of([a, b]) == all_of([b, a])
    assert any_of([a, b]) == flip(all_of([flip(a), flip(b)]))
    # Unknown only if the unknown part could still turn it.
    outcomes = {all_of([x, y]) for x in _could_be(a) for y in _could_be(b)}
    assert all_of([a, b]) == (outcomes.pop() if len(outcomes) == 1 else None)


def _could_be(answer: bool | None) -> tuple[bool, ...]:
    return (True, False) if answer is None else (answer,)


def test_the_region_class_changes_the_threshold_and_absent_means_the_main_one() -> None:
    condition = Condition(
        "employees",
        TEXT,
        "第五条(三)",
        fact="it",
        op=">=",
        value=20,
        by_region=(RegionValue("两翼", 10),),
    )
    answers = [judge(condition, [make("int")], {"it": 12}, region).met for region in (None, "两翼")]
    assert answers == [False, True]


def test_the_message_says_what_is_required_and_what_was_given() -> None:
    condition = Condition("employees", TEXT, "第五条(三)", fact="it", op=">=", value=20)
    verdict = judge(condition, [make("int", "人")], {"it": 12})
    assert verdict.message.zh == "从业人数须不少于 20 人，填报 12 人"
    assert verdict.message.en == "Employees must be at least 20; declared: 12"
    assert verdict.cite == "第五条(三)"
    unknown = judge(condition, [make("int", "人")], {})
    assert unknown.message.zh == "从业人数须不少于 20 人，尚未填报"
    assert unknown.missing == ("it",)


@pytest.mark.parametrize(
    ("kind", "op", "value", "given", "words"),
    [
        ("money", ">", 50_000_000, 49_999_950, "从业人数须超过 50 万元，填报 499,999.50 元"),
        ("ratio", ">=", 6000, 5950, "从业人数须不低于 60%，填报 59.5%"),
        ("list", ">=", 2, ("erp",), "从业人数须不少于 2 项，填报 1 项：ERP 系统"),
        ("list", ">=", 2, (), "从业人数须不少于 2 项，填报 0 项"),
        ("choice", "==", "甲", "乙", "从业人数须为“甲”，填报“乙”"),
        ("choice", "in", ("甲", "乙"), "丙", "从业人数须为以下之一：甲、乙，填报“丙”"),
        ("bool", "is_true", None, False, "须符合要求，填报“否”"),
    ],
)
def test_the_words_fit_the_type(
    kind: FactType, op: Operator, value: Stated | None, given: FactValue, words: str
) -> None:
    condition = Condition("c", TEXT, "一", fact="it", op=op, value=value)
    assert judge(condition, [make(kind)], {"it": given}).message.zh == words


def two_facts() -> list[Fact]:
    return [Fact(name, Text(name, name), "bool") for name in ("a", "b")]


def leaf(name: str) -> Condition:
    return Condition(name, Text(f"{name} 成立", f"{name} holds"), "二", fact=name, op="is_true")


def test_a_group_explains_itself_by_the_members_that_made_it_so() -> None:
    group = Condition("g", Text("两者之一", "Either"), "二", any=(leaf("a"), leaf("b")))
    verdict = judge(group, two_facts(), {"a": False, "b": False})
    assert verdict.met is False
    assert verdict.message.zh == "两者之一（a 成立，填报“否”；b 成立，填报“否”）"
    met = judge(group, two_facts(), {"b": True})
    assert (met.met, met.missing) == (True, ())


def test_a_condition_that_is_not_met_decides_whatever_else_is_missing() -> None:
    track = TrackTerms(
        "t",
        TEXT,
        "rolling",
        "enterprise",
        Award("none", TEXT),
        (),
        facts=tuple(two_facts()),
        conditions=(leaf("a"), leaf("b")),
    )
    refused = judge_track(track, {"b": False})
    assert (refused.eligible, refused.missing) == (False, ("a",))
    assert [(reason.field, reason.cite) for reason in refused.unmet] == [("b", "二")]
    unknown = judge_track(track, {"b": True})
    assert (unknown.eligible, unknown.missing) == (None, ("a",))
    assert judge_track(track, {"a": True, "b": True}).eligible is True


@pytest.mark.parametrize(("a", "b"), list(product(THREE, THREE)))
def test_the_bare_answer_is_the_one_that_comes_with_words(a: bool | None, b: bool | None) -> None:
    either = Condition("either", TEXT, "二", any=(leaf("a"), leaf("b")))
    both = Condition("both", TEXT, "二", all=(leaf("a"), leaf("b")))
    values = {name: given for name, given in (("a", a), ("b", b)) if given is not None}
    for conditions in ((either,), (both,), (either, both), (leaf("b"),), ()):
        track = TrackTerms(
            "t",
            TEXT,
            "rolling",
            "enterprise",
            Award("none", TEXT),
            (),
            facts=tuple(two_facts()),
            conditions=conditions,
        )
        assert is_eligible(track, values) is judge_track(track, values).eligible


def test_a_condition_on_an_undeclared_fact_is_a_fault_and_not_an_answer() -> None:
    with pytest.raises(LookupError, match="undeclared"):
        judge(leaf("zzz"), two_facts(), {})
    track = TrackTerms("t", TEXT, "rolling", "enterprise", Award("none", TEXT), ())
    with pytest.raises(LookupError, match="undeclared"):
        is_eligible(replace(track, conditions=(leaf("zzz"),)), {})


def growing(retail: int | None, base: int | None) -> Verdict:
    facts = [
        Fact("retail", Text("本年", "this year"), "money"),
        Fact("base", Text("上年", "last"), "money"),
    ]
    condition = Condition("g", TEXT, "二(七)", fact="retail", op=">", value_fact="base")
    values = {"retail": retail, "base": base}
    known: dict[str, FactValue] = {name: v for name, v in values.items() if v is not None}
    return judge(condition, facts, known)


def test_two_facts_are_compared_with_each_other() -> None:
    assert [growing(retail, 100).met for retail in (99, 100, 101)] == [False, False, True]
    assert growing(90_000, 100_000).message.zh == "本年须超过上年（填报 1,000 元），填报 900 元"
    told = growing(90_000, 100_000).message.en
    assert told == "this year must be more than last (declared: 1,000 yuan); declared: 900 yuan"


def test_a_comparison_waits_for_both_facts() -> None:
    assert (growing(1, None).met, growing(1, None).missing) == (None, ("base",))
    assert growing(None, None).missing == ("retail", "base")
    assert "尚未填报" in growing(1, None).message.zh


def test_a_comparison_with_an_undeclared_fact_is_no_condition() -> None:
    condition = Condition("g", TEXT, "一", fact="it", op=">", value_fact="other")
    with pytest.raises(LookupError):
        judge(condition, [make("money")], {"it": 1})
