"""What an operator decides about logins; filled from the settings by the composition roots."""

from dataclasses import dataclass
from datetime import timedelta

FIRST_PASSWORD_LASTS = timedelta(hours=72)
"""After so long without a login a first password is good for nothing; an operator gives another."""
PASSWORD_COUNTS = timedelta(minutes=5)
"""So long after it was given money is moved without asking a browser's session for it again."""


@dataclass(frozen=True, slots=True)
class LoginPolicy:
    """How long a login lasts, whether a second factor is needed, which privacy text is current.

    `otp_required` concerns every role of staff; false in the demonstration. `idle_lasts`: a session
    in a browser ends when nobody has used it for so long, at the latest after `staff_lasts`.
    """

    privacy_text_version: str
    sme_lasts: timedelta = timedelta(days=7)
    staff_lasts: timedelta = timedelta(hours=12)
    idle_lasts: timedelta = timedelta(minutes=30)
    otp_required: bool = True
