"""What an operator decides about logins; filled from the settings by the composition roots."""

from dataclasses import dataclass
from datetime import timedelta

FIRST_PASSWORD_LASTS = timedelta(hours=72)
"""After so long without a login a first password is good for nothing; an operator gives another."""


@dataclass(frozen=True, slots=True)
class LoginPolicy:
    """How long a login lasts, whether a second factor is needed, which privacy text is current.

    `otp_required` concerns every role of staff; false in the demonstration.
    """

    privacy_text_version: str
    sme_lasts: timedelta = timedelta(days=7)
    staff_lasts: timedelta = timedelta(hours=12)
    otp_required: bool = True
