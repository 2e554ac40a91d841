"""The fields that a platform writes about itself, each with its limits."""

from typing import Annotated

from msgspec import Meta

from server.edge.web.field_types import Writing, about

_ACCOUNT = r"^[0-9０-９*＊\s‐-―−－-]+\Z"

Title = Annotated[str, Meta(min_length=1, max_length=120)]
Summary = Annotated[str, Meta(min_length=1, max_length=500), Writing.LINES]
PlanText = Annotated[str, Meta(min_length=1, max_length=1000), Writing.LINES]
District = Annotated[str, Meta(min_length=1, max_length=40)]
Category = Annotated[str, Meta(min_length=1, max_length=40)]
"""By its code or by its name."""
Categories = Annotated[list[Category], Meta(min_length=1, max_length=8)]
PlanFee = Annotated[int, Meta(ge=1, le=10**11)]
"""The whole fee of the first period, in fen."""
Months = Annotated[int, Meta(ge=1, le=120)]
Account = Annotated[
    Annotated[str, Meta(min_length=1, max_length=60, pattern=_ACCOUNT)],
    about(
        "账号；带星号则表示沿用所显示的账号",
        "the account; with stars it is the one that was shown",
        "6222020000000000",
    ),
]
"""Digits, with blanks or dashes between them; with stars it is the current account, masked."""
