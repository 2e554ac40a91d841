"""What became of one subscribe message, one class per thing to do next."""

from dataclasses import dataclass
from typing import Literal

TerminalCause = Literal[
    "openid", "template", "page", "banned", "argument", "configuration", "unlisted"
]


@dataclass(frozen=True, slots=True)
class Accepted:
    """WeChat took it; delivery is told later by `subscribe_msg_sent_event` with this msgid."""

    msgid: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """43101: no consent left. Zero the ledger of this person and template, never resend."""

    errcode: int = 43101


@dataclass(frozen=True, slots=True)
class Terminal:
    """Will never go through as it is. `openid`: mark the binding broken."""

    cause: TerminalCause
    errcode: int


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Certainly not sent; send again after so many seconds."""

    errcode: int
    after_s: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps sent. Wait for the sent event; resend at most once, never blindly."""


SendResult = Accepted | Refused | Terminal | RetryLater | Unknown
