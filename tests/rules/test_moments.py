"""Signing and payment: read, compared with clock and period, and with the firm's own part."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from models.rules.line.order_key import CHINA, Moment, Precision
from models.rules.moments import (
    in_future,
    keep_bare_days,
    moment_columns,
    moments_of,
    outside_period,
    own_part_unpaid,
    read_moments,
)
from models.rules.reasons import Text
from models.rules.terms.programme import EditionTerms
from models.rules.terms.track import ValueSource

NOON = datetime(2026, 3, 5, 12, tzinfo=CHINA)
END = datetime(2026, 3, 5, 23, 59, 59, tzinfo=CHINA)


@dataclass(frozen=True)
class Row:
    signed_at: datetime | None
    signed_precision: str
    paid_at: datetime | None
    paid_precision: str


def edition(*sources: ValueSource) -> EditionTerms:
    first, last = datetime(2026, 1, 1, tzinfo=CHINA), datetime(2026, 12, 31, tzinfo=CHINA)
    title = Text("本期", "This round")
    return EditionTerms("e", "p", 2026, title, first, last, first, last, 5, sources=sources)


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026-03-05", END, "day"),
        ("2026-03-05T12:00:00+08:00", NOON, "instant"),
        ("2026-03-05t04:00:00z", NOON, "instant"),
        ("2026/3/5", END, "day"),
        ("2026.03.05", END, "day"),
        ("2026年3月5日", END, "day"),
        ("２０２６－０３－０５", END, "day"),
    ],
)
def test_what_is_given_is_read(text: str, at: datetime, precision: Precision) -> None:
    moments, problems = read_moments({"signed_at": text, "paid_at": None})
    assert moments == {"signed_at": Moment(at, precision)}
    assert moments["signed_at"].at.tzinfo is UTC
    assert problems == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "format"),
        ("2026-03-05T25:00:00Z", "format"),
        ("2026-03-05T12:00:00", "format"),
        ("3/5/2026", "format"),
        ("0001-01-01T00:00:00+23:00", "out_of_range"),
        ("1900-12-31", "out_of_range"),
        ("1900-12-31T15:59:59Z", "out_of_range"),
        ("2101-01-01T00:00:00+08:00", "out_of_range"),
        ("9999-12-31T23:59:59-12:00", "out_of_range"),
    ],
)
def test_what_the_calendar_does_not_have_is_named_with_its_prefix(text: str, code: str) -> None:
    moments, problems = read_moments({"signed_at": "2026-03-05", "paid_at": text}, "verified.")
    assert list(moments) == ["signed_at"]
    assert [(one.field, one.code) for one in problems] == [("verified.paid_at", code)]


@pytest.mark.parametrize(
    ("given", "held", "precision"),
    [
        (Moment(END), Moment(END, "day"), "day"),
        (Moment(NOON), Moment(END, "day"), "instant"),
        (Moment(END), Moment(END), "instant"),
        (Moment(END), None, "instant"),
    ],
)
def test_a_day_stays_a_day(given: Moment, held: Moment | None, precision: Precision) -> None:
    before = {} if held is None else {"paid_at": held}
    assert keep_bare_days({"paid_at": given}, before) == {"paid_at": Moment(given.at, precision)}


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (Moment(NOON), False),
        (Moment(NOON.replace(second=1)), True),
        (Moment(END), True),
        (Moment(END, "day"), False),
        (Moment(END.replace(day=6), "day"), True),
    ],
)
def test_nothing_lies_in_the_future_but_today_is_a_day(moment: Moment, told: bool) -> None:
    found = [(one.field, one.code) for one in in_future({"verified.paid_at": moment}, NOON)]
    assert found == ([("verified.paid_at", "in_future")] if told else [])


@pytest.mark.parametrize("cite", ["第六条", None])
def test_outside_the_period_is_told_with_its_clause(cite: str | None) -> None:
    period = edition(ValueSource("period_to", "第七条"), ValueSource("period_from", cite))
    moments = {"signed_at": Moment(NOON.replace(year=2025)), "paid_at": Moment(NOON)}
    (reason,) = outside_period(moments, period)
    assert (reason.field, reason.code, reason.cite) == ("signed_at", "outside_period", cite)
    both_ends = {"signed_at": Moment(period.period_from), "paid_at": Moment(period.period_to)}
    assert outside_period(both_ends, edition()) == []


@pytest.mark.parametrize(
    ("paid_fen", "own_fen", "told"),
    [(99, 100, True), (100, 100, False), (None, 100, False), (0, None, False)],
)
def test_the_own_part_is_paid(paid_fen: int | None, own_fen: int | None, told: bool) -> None:
    found = own_part_unpaid("paid_fen", paid_fen, own_fen)
    assert [(one.field, one.code) for one in found] == ([("paid_fen", "too_little")] * told)


def test_columns_and_back() -> None:
    moments = {"signed_at": Moment(END, "day"), "paid_at": None}
    columns = moment_columns(moments)
    assert columns == {
        "signed_at": END,
        "signed_precision": "day",
        "paid_at": None,
        "paid_precision": "instant",
    }
    assert moments_of(Row(END, "day", None, "instant")) == {"signed_at": Moment(END, "day")}
