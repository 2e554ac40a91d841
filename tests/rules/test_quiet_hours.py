"""Quiet hours hold from one full hour to another, over midnight as well."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.quiet_hours import QuietHours, read_quiet_hours
from server.clock import SHANGHAI

HOURS = st.integers(0, 23)


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (QuietHours(22, 8), at(21, 59), None),
        (QuietHours(22, 8), at(22), at(8, day=11)),
        (QuietHours(22, 8), at(3, 30), at(8)),
        (QuietHours(22, 8), at(8), None),
        (QuietHours(12, 14), at(13), at(14)),
        (QuietHours(23, 0), at(23, 30), at(0, day=11)),
    ],
)
def test_when_they_end(hours: QuietHours, moment: datetime, end: datetime | None) -> None:
    assert hours.end(moment) == end


@given(HOURS, HOURS, HOURS, st.integers(0, 59))
def test_the_end_is_within_a_day_and_no_longer_quiet(
    begins: int, ends: int, hour: int, minute: int
) -> None:
    if begins == ends:
        return
    hours, now = QuietHours(begins, ends), at(hour, minute)
    end = hours.end(now)
    if end is not None:
        assert now < end <= now + timedelta(days=1)
        assert hours.end(end) is None


@pytest.mark.parametrize("written", ["22-8", "0-6", "09-12"])
def test_they_are_read_as_written(written: str) -> None:
    begins, ends = (int(part) for part in written.split("-"))
    assert read_quiet_hours(written) == QuietHours(begins, ends)


def test_off_is_none_and_nonsense_is_refused() -> None:
    assert read_quiet_hours("off") is None
    for wrong in ("", "22", "8-8", "24-8", "22:00-8:00", "on"):
        with pytest.raises(ValueError, match="^" + wrong):
            read_quiet_hours(wrong)
