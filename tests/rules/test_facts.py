"""Declared facts: every type, its limits, and what people are told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.eligibility.facts import read_facts
from models.rules.reasons import Text
from models.rules.terms.programme import Fact, FactType, Option

LABEL = Text("某项", "Something")
OPTIONS = (Option("a", Text("甲", "A")), Option("b", Text("乙", "B")), Option(5, Text("五", "5")))


def fact(kind: FactType, **more: object) -> Fact:
    options = OPTIONS if kind in ("choice", "list") else ()
    return Fact("it", LABEL, kind, options=options, **more)  # type: ignore[arg-type]


GOOD: list[tuple[FactType, object, object]] = [
    ("int", 0, 0),
    ("int", 10**12, 10**12),
    ("money", 10**15, 10**15),
    ("ratio", 10_000, 10_000),
    ("bool", False, False),
    ("text", "上海", "上海"),
    ("text", "x" * 200, "x" * 200),
    ("choice", "a", "a"),
    ("choice", 5, 5),
    ("list", [], ()),
    ("list", ["b", 5], ("b", 5)),
    ("date", "2026-02-28", date(2026, 2, 28)),
    ("instant", "2026-02-28T10:00:00Z", datetime(2026, 2, 28, 10, tzinfo=UTC)),
    ("instant", "2026-02-28t10:00:00.5z", datetime(2026, 2, 28, 10, 0, 0, 500_000, UTC)),
    ("instant", "2026-02-28T18:00:00+08:00", datetime(2026, 2, 28, 10, tzinfo=UTC)),
    ("instant", "2026-02-28", datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)),
    ("instant", "2026年2月28日", datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)),
    ("date", "2026/2/28", date(2026, 2, 28)),
    ("date", "２０２６．２．２８", date(2026, 2, 28)),
    ("date", " 2026 年 2 月 28 日 ", date(2026, 2, 28)),
]
BAD: list[tuple[FactType, object, str]] = [
    ("int", True, "wrong_type"),
    ("int", 1.0, "wrong_type"),
    ("int", "1", "wrong_type"),
    ("int", -1, "out_of_range"),
    ("int", 10**12 + 1, "out_of_range"),
    ("money", 10**15 + 1, "out_of_range"),
    ("ratio", 10_001, "out_of_range"),
    ("bool", 1, "wrong_type"),
    ("bool", "true", "wrong_type"),
    ("text", "", "out_of_range"),
    ("text", "x" * 201, "out_of_range"),
    ("text", 5, "wrong_type"),
    ("choice", "c", "not_an_option"),
    ("choice", True, "wrong_type"),
    ("choice", ["a"], "wrong_type"),
    ("list", "a", "wrong_type"),
    ("list", ["a", "a"], "wrong_type"),
    ("list", ["z"], "not_an_option"),
    ("date", "2026-02-30", "wrong_type"),
    ("date", "20260228", "wrong_type"),
    ("date", "2026-02-28T00:00:00Z", "wrong_type"),
    ("date", "1900-12-31", "out_of_range"),
    ("date", "2101-01-01", "out_of_range"),
    ("date", "2026/2/30", "wrong_type"),
    ("date", "2026-2/3", "wrong_type"),
    ("date", "1/2/2026", "wrong_type"),
    ("instant", "2026-02-28T10:00:00", "wrong_type"),
    ("instant", "2026-02-28T25:00:00Z", "wrong_type"),
    ("instant", "2026-02-28T10:00:00+99:00", "wrong_type"),
    ("instant", "9999-12-31T23:59:59-12:00", "out_of_range"),
    ("instant", 1_700_000_000, "wrong_type"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), GOOD)
def test_good_values_are_read(kind: FactType, raw: object, value: object) -> None:
    reading = read_facts([fact(kind)], {"it": raw})
    assert reading.problems == ()
    assert reading.values["it"] == value
    assert type(reading.values["it"]) is type(value)


@pytest.mark.parametrize(("kind", "raw", "code"), BAD)
def test_bad_values_are_refused_with_their_reason(kind: FactType, raw: object, code: str) -> None:
    reading = read_facts([fact(kind)], {"it": raw})
    assert [(reason.field, reason.code) for reason in reading.problems] == [("facts.it", code)]
    assert "某项" in reading.problems[0].text.zh
    assert "it" not in reading.values


def test_own_limits_replace_the_general_ones() -> None:
    declared = [fact("int", minimum=2, maximum=4)]
    answers = [bool(read_facts(declared, {"it": n}).problems) for n in (1, 2, 4, 5)]
    assert answers == [True, False, False, True]


@pytest.mark.parametrize(
    ("declared", "raw", "told"),
    [
        (fact("int", unit="人"), -1, "某项填的是 -1 人，不能小于 0 人"),
        (fact("int", minimum=1), 0, "某项填的是 0，不能小于 1"),
        (fact("money"), -1, "某项填的是 -0.01 元，不能小于 0 元"),
        (fact("money"), 10**15 + 1, "某项填的是 10,000,000,000,000.01 元，不能大于 100,000 亿元"),
        (fact("money", maximum=5_000_000), 5_000_001, "某项填的是 50,000.01 元，不能大于 5 万元"),
        (fact("ratio"), 10_001, "某项填的是 100.01%，不能大于 100%"),
        (fact("int"), 10**40, "某项不能大于 1,000,000,000,000"),
    ],
)
def test_the_value_and_the_limit_that_it_passed_are_told_in_its_unit(
    declared: Fact, raw: int, told: str
) -> None:
    (problem,) = read_facts([declared], {"it": raw}).problems
    assert (problem.code, problem.text.zh) == ("out_of_range", told)


def test_all_problems_come_at_once_and_the_good_values_stay() -> None:
    declared = [Fact("a", LABEL, "int"), Fact("b", LABEL, "bool"), Fact("c", LABEL, "int")]
    reading = read_facts(declared, {"a": "x", "b": 3, "c": 7, "d": 1})
    assert [reason.field for reason in reading.problems] == ["facts.d", "facts.a", "facts.b"]
    assert reading.problems[0].code == "unknown_field"
    assert dict(reading.values) == {"c": 7}


def test_defaults_fill_in_and_null_is_not_given() -> None:
    declared = [fact("int", default=3)]
    assert read_facts(declared, {}).values["it"] == 3
    assert read_facts(declared, {"it": None}).values["it"] == 3
    assert read_facts([fact("int")], {"it": None}).values == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KINDS = st.sampled_from([kind for kind, _, _ in GOOD])


@given(KINDS, JSON)
def test_no_json_whatever_breaks_the_reading(kind: FactType, raw: object) -> None:
    reading = read_facts([fact(kind)], {"it": raw})
    assert bool(reading.problems) + ("it" in reading.values) + (raw is None) == 1


@given(st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1)), st.integers(-720, 840))  # noqa: DTZ001  hypothesis adds the offset below
def test_instants_keep_their_moment(at: datetime, minutes: int) -> None:
    moment = at.replace(tzinfo=UTC)
    sign, rest = "-" if minutes < 0 else "+", abs(minutes)
    local = (at + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    raw = f"{local}{sign}{rest // 60:02d}:{rest % 60:02d}"
    assert read_facts([fact("instant")], {"it": raw}).values["it"] == moment
