"""How long a client may take: to send its request, from the first byte on, and to read its answer.

A time that begins anew at each byte is no limit: one byte every few seconds holds a connection for
ever. Here every time counts from the beginning, and the longer ones must be earned by a rate.
"""

from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds from the first byte of a request until its head, or all of it, is there.

    `upload_seconds` is for whoever is let in to send a file, if `bytes_per_second` come of it once
    `grace_seconds` are over; a reader of an answer keeps to the same rate. A new connection has
    `head_seconds` for its first byte.
    """

    head_seconds: float = 10
    body_seconds: float = 30
    upload_seconds: float = 300
    grace_seconds: float = 30
    bytes_per_second: int = 16 * 1024

    def at_rate(self, moved: int) -> float:
        """Seconds after which so many bytes are too few."""
        return self.grace_seconds + moved / self.bytes_per_second


class Arrival:
    """The clock of what one connection sends; its timer runs only where bytes are awaited.

    `too_late` is called at most once for each wait.
    """

    __slots__ = (
        "_allowed",
        "_began_at",
        "_due_at",
        "_is_awaited",
        "_loop",
        "_patience",
        "_timer",
        "_too_late",
    )

    def __init__(
        self, loop: AbstractEventLoop, patience: Patience, too_late: Callable[[], None]
    ) -> None:
        self._loop, self._patience, self._too_late = loop, patience, too_late
        self._began_at = loop.time()
        self._allowed: Callable[[], float] | None = self._for_head
        self._is_awaited = False
        self._timer: TimerHandle | None = None
        self._due_at = 0.0

    def begin(self) -> None:
        """The first byte of a request is here."""
        self._began_at = self._loop.time()
        self._allowed = self._for_head

    def expect_body(self) -> None:
        self._allowed = self._for_body

    def expect_upload(self, received: Callable[[], int]) -> None:
        """A file is on its way; `received` counts its bytes so far."""
        patience = self._patience
        self._allowed = lambda: min(patience.upload_seconds, patience.at_rate(received()))

    def expect_piece(self, received: Callable[[], int]) -> None:
        """A file is on its way that is kept piece by piece: each has a time of its own, from now on.

        There is no time for the whole: what came is not lost with the connection.
        """
        self._began_at, before = self._loop.time(), received()
        self._allowed = lambda: self._patience.at_rate(received() - before)

    def end(self) -> None:
        """It has arrived; how long its answer takes is another matter."""
        self._allowed, self._is_awaited = None, False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def wait(self) -> None:
        """Nothing can be done before more bytes come."""
        if self._allowed is None:
            return
        self._is_awaited = True
        due_at = self._began_at + self._allowed()
        if self._timer is None:
            self._arm(due_at)
        elif due_at < self._due_at:
            self._timer.cancel()
            self._arm(due_at)

    def go_on(self) -> None:
        self._is_awaited = False

    def _arm(self, due_at: float) -> None:
        # Kept here: of a moment that is over uvloop gives a handle that does not know its time.
        self._timer, self._due_at = self._loop.call_at(due_at, self._ring), due_at

    def _ring(self) -> None:
        """The time may have been lengthened meanwhile, or what was awaited came."""
        self._timer = None
        if self._allowed is None or not self._is_awaited:
            return
        due_at = self._began_at + self._allowed()
        if self._loop.time() < due_at:
            self._arm(due_at)
            return
        self.end()
        self._too_late()

    def _for_head(self) -> float:
        return self._patience.head_seconds

    def _for_body(self) -> float:
        return self._patience.body_seconds
