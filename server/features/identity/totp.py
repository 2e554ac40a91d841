"""Time-based one-time codes (RFC 6238): six digits, steps of 30 seconds, each good once."""

import hmac
from datetime import datetime

import pyotp

_STEP_SECONDS = 30
_EARLY_SECONDS, _LATE_SECONDS = 10, 20
_ISSUER = "双推"


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, username: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=_ISSUER)


def matching_step(secret: str, code: str, *, at: datetime, after: int | None) -> int | None:
    """The step that `code` belongs to; None if to none.

    A code is good for 60 seconds in all: its own 30, 10 before them for a phone that is ahead, 20
    after them for typing and the way. Steps up to `after` are used up: a code that was seen once
    opens nothing again.
    """
    now = int(at.timestamp())
    first, last = now - _LATE_SECONDS, now + _EARLY_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(first // _STEP_SECONDS, last // _STEP_SECONDS + 1):
        fresh = after is None or step > after
        if hmac.compare_digest(totp.generate_otp(step), code) and fresh:
            return step
    return None
