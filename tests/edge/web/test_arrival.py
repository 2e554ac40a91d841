"""The clock of what a connection sends, on a loop whose time the test moves."""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from typing import cast

import pytest

from server.edge.web.arrival import Arrival, Patience

_PATIENCE = Patience(grace_seconds=10, bytes_per_second=100, upload_seconds=15)


class _Timer:
    def __init__(self, at: float, ring: Callable[[], None]) -> None:
        self.at, self.ring, self.is_cancelled = at, ring, False

    def when(self) -> float:
        return self.at

    def cancel(self) -> None:
        self.is_cancelled = True


class _Loop:
    """Only what Arrival asks of one."""

    def __init__(self) -> None:
        self.now, self.timers = 0.0, list[_Timer]()

    def time(self) -> float:
        return self.now

    def call_at(self, at: float, ring: Callable[[], None]) -> _Timer:
        self.timers.append(_Timer(at, ring))
        return self.timers[-1]

    def go_to(self, moment: float) -> None:
        while due := [one for one in self.timers if one.at <= moment]:
            one = min(due, key=_Timer.when)
            self.timers.remove(one)
            self.now = one.at
            if not one.is_cancelled:
                one.ring()
        self.now = moment


class Watched:
    """An arrival that is waited for; `received` bytes are there."""

    def __init__(self) -> None:
        self.loop, self.received, self.late_at = _Loop(), 0, list[float]()
        loop = cast(AbstractEventLoop, self.loop)
        self.arrival = Arrival(loop, _PATIENCE, lambda: self.late_at.append(self.loop.now))
        self.arrival.begin()

    def take(self, moment: float, count: int) -> None:
        """So many bytes come then, and more is awaited."""
        self.loop.go_to(moment)
        self.received += count
        self.arrival.wait()


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_a_piece_that_comes_too_slowly_is_late(watched: Watched) -> None:
    watched.arrival.expect_piece(lambda: watched.received)
    watched.take(0, 0)
    watched.take(5, 200)
    watched.loop.go_to(60)
    assert watched.late_at == [12]


def test_each_piece_has_a_time_of_its_own(watched: Watched) -> None:
    """Also longer together than an upload may take as a whole."""
    watched.arrival.expect_piece(lambda: watched.received)
    for moment in range(0, 54, 9):
        watched.take(moment, 1)
        watched.arrival.expect_piece(lambda: watched.received)
    watched.loop.go_to(100)
    assert watched.late_at == [45 + 10]


def test_what_came_before_earns_a_piece_nothing(watched: Watched) -> None:
    """A line that was fast for an hour may not be silent for an hour."""
    watched.arrival.expect_piece(lambda: watched.received)
    watched.take(1, 100_000)
    watched.arrival.expect_piece(lambda: watched.received)
    watched.arrival.wait()
    watched.loop.go_to(2000)
    assert watched.late_at == [1 + 10]


def test_an_upload_as_a_whole_has_one_time(watched: Watched) -> None:
    """The control: the other kind of upload, at the same pace."""
    watched.arrival.expect_upload(lambda: watched.received)
    for moment in range(0, 54, 9):
        watched.take(moment, 500)
    watched.loop.go_to(100)
    assert watched.late_at == [15]
