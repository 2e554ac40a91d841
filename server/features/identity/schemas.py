"""Bodies and answers of the session calls."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Name, Token
from server.features.identity.passwords import MAX_LENGTH
from server.features.identity.who_am_i import SmeView, StaffView

Password = Annotated[str, Meta(min_length=1, max_length=MAX_LENGTH)]
Otp = Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]


class WeChatCode(Body, frozen=True):
    code: Token


class ConsentGiven(Body, frozen=True):
    text_version: Code


class StaffCredentials(Body, frozen=True):
    username: Name
    password: Password
    otp: Otp | None = None


class PasswordPair(Body, frozen=True):
    old_password: Password
    new_password: Password


class OtpCode(Body, frozen=True):
    code: Otp


class PhoneView(msgspec.Struct, frozen=True):
    """The number as its owner recognises it."""

    phone: str


class OtpView(msgspec.Struct, frozen=True):
    """Shown once: the secret (base 32), and the same as a URI for a QR code."""

    secret: str
    uri: str


class SmeSession(msgspec.Struct, frozen=True):
    token: str
    expires_at: datetime
    user: SmeView


class StaffSession(msgspec.Struct, frozen=True):
    token: str
    expires_at: datetime
    user: StaffView
