"""The days of a recognition: when it is reviewed again, and what its holder owes until then."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.terms.recognition import RecognitionTerms


@dataclass(frozen=True, slots=True)
class SummaryDue:
    """The summary of `year` is due by the end of `due_on`."""

    year: int
    due_on: date


def review_due_on(terms: RecognitionTerms, since: date) -> date | None:
    """The day by which it is reviewed again, counted from `since`; None if it never is."""
    years = terms.find_figure("review_years")
    return None if years is None else add_years(since, years.value)


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February where there is none."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def next_summary(
    terms: RecognitionTerms, valid_from: date, reported: Collection[int]
) -> SummaryDue | None:
    """The first year since the title for which no summary was accepted; None if none is owed."""
    month = terms.find_figure("summary_month")
    if month is None:
        return None
    year = valid_from.year
    while year in reported:
        year += 1
    return SummaryDue(year, _end_of_month(year + 1, month.value))


def review_is_open(due_on: date, edition_year: int) -> bool:
    """A re-review belongs to the yearly round of the year in which it falls due, or to a later one.

    Source: 渝中小企〔2013〕24号 第十四条, “复核与年度申报同时进行”.
    """
    return edition_year >= due_on.year


def reminds_from(due_on: date, terms: RecognitionTerms) -> date:
    """The first day on which its holder is reminded; the due day itself without a figure."""
    days = terms.find_figure("remind_days")
    return due_on - timedelta(days=0 if days is None else days.value)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
