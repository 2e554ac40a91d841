"""The window of an edition: both ends included, a hand on the door counts at once."""

from datetime import UTC, datetime, timedelta

import pytest

from server.features.programmes.window import Window

OPENS = datetime(2026, 9, 1, tzinfo=UTC)
CLOSES = datetime(2026, 10, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (OPENS - TICK, "upcoming"),
        (OPENS, "open"),
        (CLOSES, "open"),
        (CLOSES + TICK, "closed"),
    ],
)
def test_both_ends_are_included(now: datetime, status: str) -> None:
    window = Window(OPENS, CLOSES)
    assert window.status(now) == status
    assert window.is_open(now) == (status == "open")


@pytest.mark.parametrize(
    ("after", "status"), [(0.0, "open"), (0.5, "open"), (0.999999, "open"), (1.0, "closed")]
)
def test_the_last_second_of_a_day_counts_whole(after: float, status: str) -> None:
    last = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert Window(OPENS, last).status(last + timedelta(seconds=after)) == status


def test_closed_by_hand() -> None:
    window = Window(OPENS, CLOSES, closed_at=OPENS + timedelta(days=1))
    assert window.status(OPENS) == "open"
    assert window.status(OPENS + timedelta(days=1)) == "closed"
    assert Window(OPENS, CLOSES, closed_at=OPENS - TICK).status(OPENS - TICK) == "closed"
