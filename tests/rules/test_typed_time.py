"""Ends: a day ends at midnight, so the whole of its last second counts, and not one of the next."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.line.order_key import CHINA
from models.rules.typed_time import in_years, is_over, last_second, read_moment

LAST = datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA)
MIDNIGHT = datetime(2027, 1, 1, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (LAST - timedelta(seconds=1), False),
        (LAST, False),
        (LAST + timedelta(milliseconds=500), False),
        (MIDNIGHT - timedelta(microseconds=1), False),
        (MIDNIGHT, True),
    ],
)
def test_a_day_ends_at_midnight(now: datetime, over: bool) -> None:
    assert is_over(LAST, now) is over
    assert is_over(LAST.astimezone(UTC), now.astimezone(UTC)) is over


def test_another_end_is_an_instant() -> None:
    noon = LAST.replace(hour=12, minute=0, second=0)
    assert not is_over(noon, noon)
    assert is_over(noon, noon + timedelta(microseconds=1))


def test_midnight_as_an_end_is_the_day_before() -> None:
    assert last_second(MIDNIGHT) == LAST == last_second(LAST)
    assert last_second(LAST.replace(microsecond=999_999)) == LAST
    noon = datetime(2026, 12, 31, 12, tzinfo=CHINA)
    assert last_second(noon) == noon


def test_years_are_those_in_china() -> None:
    assert in_years(datetime(1900, 12, 31, 16, tzinfo=UTC))
    assert not in_years(datetime(1900, 12, 31, 15, tzinfo=UTC))
    assert in_years(datetime(2100, 12, 31, 15, tzinfo=UTC))
    assert not in_years(datetime(2100, 12, 31, 16, tzinfo=UTC))
    assert not in_years(datetime.max.replace(tzinfo=UTC))


def in_china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type, misc]  # year to second


@pytest.mark.parametrize(
    ("typed", "at", "precision"),
    [
        ("2026-03-05", in_china(2026, 3, 5, 23, 59, 59), "day"),
        ("2026年3月5日", in_china(2026, 3, 5, 23, 59, 59), "day"),
        ("2026-03-05 10:30:07", in_china(2026, 3, 5, 10, 30, 7), "instant"),
        ("2026-03-05 10:30", in_china(2026, 3, 5, 10, 30, 59), "instant"),
        ("2026/3/5  9:05", in_china(2026, 3, 5, 9, 5, 59), "instant"),
        ("2026年3月5日 10：30", in_china(2026, 3, 5, 10, 30, 59), "instant"),
        ("2026年3月5日10:30:07", in_china(2026, 3, 5, 10, 30, 7), "instant"),
        ("2026-03-05 10:30:07+00:00", in_china(2026, 3, 5, 18, 30, 7), "instant"),
        ("2026-03-05T10:30:07Z", in_china(2026, 3, 5, 18, 30, 7), "instant"),
    ],
)
def test_a_moment_as_a_person_types_it(typed: str, at: datetime, precision: str) -> None:
    read = read_moment(typed)
    assert (read.at, read.precision) == (at, precision)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-05T10:30:07",
        "2026-03-05 24:00",
        "2026-03-05 10:60",
        "2026-03-05 10:30:60",
        "2026-02-30 10:30",
        "2026-03-0510:30",
        "1900-12-31 10:30",
        "10:30",
        "2026-03-05 10",
    ],
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # its subclass tells years alone
        read_moment(typed)
