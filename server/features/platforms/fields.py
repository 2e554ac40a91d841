"""The fields that a platform writes about itself, each with its limits."""

from typing import Annotated, Final

from msgspec import Meta

from models.rules.text import limits
from server.edge.web.field_types import Writing, about

_ACCOUNT = r"^[0-9０-９*＊\s‐-―−－-]+\Z"

SHOWN_TEXTS: Final = ("name", "summary", "contact", "address")
"""What firms read of a platform's profile in its own words."""

PlanTitle = Annotated[str, Meta(min_length=1, max_length=limits.PLAN_TITLE)]
Contact = Annotated[str, Meta(min_length=1, max_length=limits.CONTACT)]
Phone = Annotated[
    str,
    Meta(
        min_length=5,
        max_length=limits.PUBLIC_PHONE,
        pattern=r"^[0-9+()（）转 -]+\Z",
        examples=["021-12345678"],
    ),
]
Website = Annotated[
    str,
    Meta(
        min_length=10,
        max_length=limits.WEBSITE,
        pattern=r"^https?://[!-~]+\Z",
        examples=["https://example.com"],
    ),
]
Address = Annotated[str, Meta(min_length=1, max_length=limits.ADDRESS)]
Summary = Annotated[str, Meta(min_length=1, max_length=limits.SUMMARY), Writing.LINES]
PlanText = Annotated[str, Meta(min_length=1, max_length=limits.PLAN_TEXT), Writing.LINES]
GivenCategory = Annotated[str, Meta(min_length=1, max_length=limits.CATEGORY)]
"""By its code or by its name."""
Categories = Annotated[list[GivenCategory], Meta(min_length=1, max_length=8)]
PlanFee = Annotated[int, Meta(ge=1, le=10**11)]
"""The whole fee of the first period, in fen."""
Months = Annotated[int, Meta(ge=1, le=120)]
Account = Annotated[
    Annotated[str, Meta(min_length=1, max_length=limits.PASTED_ACCOUNT, pattern=_ACCOUNT)],
    about(
        "账号；带星号则表示沿用所显示的账号",
        "the account; with stars it is the one that was shown",
        "6222020000000000",
    ),
]
"""Digits, with blanks or dashes between them; with stars it is the current account, masked."""
