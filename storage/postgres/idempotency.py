"""What a repeated POST must find again: recorded in the use case's own transaction."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Once:
    """One attempt that carries an `Idempotency-Key`; `body_hash` is a SHA-256 digest."""

    user_id: UUID
    method: str
    path: str
    key: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an earlier attempt with the same user, method, path and key came to."""

    status: int
    resource_id: UUID | None
    body_hash: bytes


class OnceInProgress(Exception):
    """The twin of this request has not ended yet."""


class OnceRecorded(Exception):
    """The twin ended with success while this one was on its way; nothing was done here."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__("already recorded")
        self.recorded = recorded


current_once: ContextVar[Once | None] = ContextVar("current_once", default=None)
"""Set by the web edge around a handler, read by `transaction()`."""
