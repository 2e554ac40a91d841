"""An operator's own year of days off and extra working days, from TOML text."""

from datetime import date, datetime

from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.table import Table, parse_toml
from models.rules.workdays import PublishedYear


def read_holidays(name: str, text: str) -> PublishedYear:
    """`year`, `source`, `days_off` and `extra_workdays`; see config/holidays/README.md.

    Raises ProgrammeFileError with every mistake: days of another year, a weekday as an extra
    working day, a day in both lists.
    """
    problems: list[FileProblem] = []
    table = parse_toml(name, text, problems=problems, assumable=False)
    if problems:
        raise ProgrammeFileError(problems)
    year = table.find_whole("year")
    if year is None or not 2000 <= year <= 2100:
        table.wrong("year", "2000 至 2100 的年份", "a year from 2000 to 2100")
    table.string("source")
    published = PublishedYear(
        year or 2000, _days(table, "days_off"), _days(table, "extra_workdays")
    )
    _check_days(table, published)
    table.done()
    if problems:
        raise ProgrammeFileError(problems)
    return published


def _days(table: Table, name: str) -> frozenset[date]:
    raw = table.peek(name)
    if isinstance(raw, list) and all(
        isinstance(day, date) and not isinstance(day, datetime) for day in raw
    ):
        return frozenset(raw)
    table.wrong(name, "日期的列表", "a list of dates")
    return frozenset()


def _check_days(table: Table, published: PublishedYear) -> None:
    for name, days in (
        ("days_off", published.days_off),
        ("extra_workdays", published.extra_workdays),
    ):
        for day in sorted(days):
            if day.year != published.year:
                table.wrong(name, f"{published.year} 年的日期", "a day of that year", found=day)
    for day in sorted(published.extra_workdays):
        if day.isoweekday() <= 5:
            table.wrong("extra_workdays", "周六或周日", "a Saturday or Sunday", found=day)
    for day in sorted(published.days_off & published.extra_workdays):
        table.wrong("days_off", "不同时上班的日子", "a day that is not worked too", found=day)
