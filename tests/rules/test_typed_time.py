"""Ends: a day ends at midnight, so the whole of its last second counts, and not one of the next."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.line.order_key import CHINA
from models.rules.typed_time import in_years, is_over, last_second

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
