"""What became of a letter or a text message: one class per thing to do next."""

from collections.abc import Callable
from dataclasses import dataclass

CountSent = Callable[[str, str], None]
"""Called with the channel (`mail`, `sms`) and what became of it: `sent`, `no_answer` or a reason."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The other server took it over."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not taken; `reason` is a code or the other server's number. `again`: it may be later."""

    reason: str
    again: bool


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Perhaps taken: whoever sends it again gives it the same number."""


Dispatched = Sent | NotSent | NoAnswer


def outcome_word(dispatched: Dispatched) -> str:
    """As logs and metrics call it."""
    match dispatched:
        case Sent():
            return "sent"
        case NotSent(reason=reason):
            return reason
        case NoAnswer():
            return "no_answer"
