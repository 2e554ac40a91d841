"""What is known of a paper once it was opened."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

ContentType = Literal["application/pdf", "image/jpeg", "image/png", "image/heic", "application/ofd"]
Fault = Literal[
    "empty",
    "unsupported",
    "damaged",
    "too_complex",
    "cut_off",
    "password",
    "no_page",
    "pixels",
    "archive",
]
"""Why nobody could open it, or nobody should.

`unsupported`: none of our types; `damaged`: one of them, but no reader makes anything of it;
`too_complex`: to open it takes more time or memory than there is for a file;
`cut_off`: its end is missing; `password`: it asks for one; `no_page`: there is nothing to see;
`pixels`: a picture too large to be shown; `archive`: an archive too.
"""


MOST_PREVIEWS = 10
MOST_PAGES = 0xFFFFF
"""PDFium counts no further."""
MOST_TEXT = 200_000
"""Signs of text that are kept."""
MOST_CODES = 20
PREVIEW_SIDE = 1_600
"""Pixels of a preview's longer side."""
_MOST_PREVIEW_BYTES = 4 * 1024 * 1024
"""Noise in every pixel makes a third of that."""
_Code = Annotated[str, Meta(max_length=7_100)]
"""A QR code has room for 7 089 digits."""
_Preview = Annotated[bytes, Meta(max_length=_MOST_PREVIEW_BYTES)]


class Inspected(msgspec.Struct, frozen=True):
    """Either a fault, or what there is to see.

    `page_sha256`: hex, over the pixels of the first page as they were decoded, None where that page
    is of one colour; the same for the same page whatever else the file holds (ADR 30). `text`: of
    the first pages of a PDF or OFD. `codes`: what QR codes say. `previews`: JPEGs of the first pages.

    It comes from a process that a file may have taken over: the bounds are held where it is read.
    """

    content_type: ContentType
    fault: Fault | None = None
    pages: Annotated[int, Meta(ge=0, le=MOST_PAGES)] = 0
    page_sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None
    text: Annotated[str, Meta(max_length=MOST_TEXT)] = ""
    codes: Annotated[tuple[_Code, ...], Meta(max_length=MOST_CODES)] = ()
    previews: Annotated[tuple[_Preview, ...], Meta(max_length=MOST_PREVIEWS)] = ()
