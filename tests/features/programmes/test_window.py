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


def test_closed_by_hand() -> None:
    window = Window(OPENS, CLOSES, closed_at=OPENS + timedelta(days=1))
    assert window.status(OPENS) == "open"
    assert window.status(OPENS + timedelta(days=1)) == "closed"
    assert Window(OPENS, CLOSES, closed_at=OPENS - TICK).status(OPENS - TICK) == "closed"
