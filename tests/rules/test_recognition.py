"""The days of a title: re-review, yearly summaries, reminders."""

from datetime import date

import pytest

from models.rules.reasons import Text
from models.rules.recognition import (
    SummaryDue,
    add_years,
    next_summary,
    reminds_from,
    review_due_on,
    review_is_open,
)
from models.rules.terms.award import Figure
from models.rules.terms.recognition import RecognitionTerms

NONE = RecognitionTerms(Text("称号", "Title"), "year")


def terms(**figures: int) -> RecognitionTerms:
    listed = tuple(Figure(name, value) for name, value in figures.items())
    return RecognitionTerms(Text("称号", "Title"), "standing", figures=listed)


def test_a_review_is_due_on_the_same_day_so_many_years_later() -> None:
    assert review_due_on(terms(review_years=3), date(2013, 4, 9)) == date(2016, 4, 9)
    assert review_due_on(NONE, date(2013, 4, 9)) is None


@pytest.mark.parametrize(
    ("day", "years", "due"),
    [
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
    ],
)
def test_the_29th_of_february_becomes_the_28th(day: date, years: int, due: date) -> None:
    assert add_years(day, years) == due


def test_a_review_belongs_to_the_round_of_its_year_or_a_later_one() -> None:
    due_on = date(2016, 4, 9)
    assert [review_is_open(due_on, year) for year in (2015, 2016, 2017)] == [False, True, True]


def test_the_first_year_without_a_summary_is_owed_next() -> None:
    owed = terms(summary_month=1)
    since = date(2013, 4, 9)
    assert next_summary(owed, since, []) == SummaryDue(2013, date(2014, 1, 31))
    assert next_summary(owed, since, [2013, 2014]) == SummaryDue(2015, date(2016, 1, 31))
    assert next_summary(owed, since, [2014]) == SummaryDue(2013, date(2014, 1, 31))
    assert next_summary(terms(summary_month=2), since, [2013, 2014]) is not None
    assert next_summary(terms(summary_month=2), date(2023, 1, 1), []) == SummaryDue(
        2023, date(2024, 2, 29)
    )
    assert next_summary(NONE, since, []) is None


def test_reminders_begin_so_many_days_before() -> None:
    due_on = date(2016, 4, 9)
    assert reminds_from(due_on, terms(remind_days=60)) == date(2016, 2, 9)
    assert reminds_from(due_on, NONE) == due_on
