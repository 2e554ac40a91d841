"""What is known of a paper once it was opened."""

from typing import Literal

import msgspec

ContentType = Literal["application/pdf", "image/jpeg", "image/png", "image/heic", "application/ofd"]
Fault = Literal[
    "empty",
    "unsupported",
    "damaged",
    "cut_off",
    "password",
    "no_page",
    "pixels",
    "archive",
]
"""Why nobody could open it, or nobody should.

`unsupported`: none of our types; `damaged`: one of them, but no reader makes anything of it;
`cut_off`: its end is missing; `password`: it asks for one; `no_page`: there is nothing to see;
`pixels`: a picture too large to be shown; `archive`: an archive too.
"""


class Inspected(msgspec.Struct, frozen=True):
    """Either a fault, or what there is to see.

    `page_sha256`: hex, over the pixels of the first page as they were decoded, None where that page
    is of one colour; the same for the same page whatever else the file holds (ADR 30). `text`: of
    the first pages of a PDF or OFD. `codes`: what QR codes say. `previews`: JPEGs of the first pages.
    """

    content_type: ContentType
    fault: Fault | None = None
    pages: int = 0
    page_sha256: str | None = None
    text: str = ""
    codes: tuple[str, ...] = ()
    previews: tuple[bytes, ...] = ()


MOST_PREVIEWS = 10
MOST_TEXT = 200_000
"""Signs of text that are kept."""
MOST_CODES = 20
PREVIEW_SIDE = 1_600
"""Pixels of a preview's longer side."""
