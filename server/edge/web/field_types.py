"""Types for the fields of bodies and the parts of paths: each carries its limits."""

from datetime import date, datetime
from enum import IntEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from models.rules.text import limits

# Patterns hold in Python and in ECMA-262 alike, but for `\Z`: `$` lets a line feed follow here, so the
# published description alone writes `$`.
_CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"


class Writing(IntEnum):
    """How a text is cleaned when it comes in, before its length counts; a mark in its type.

    Blanks around it and what nobody sees go (`models/rules/text/typed.py`). In LINES, what people
    write at length, the numbers of persons are masked. AS_IS for secrets and for files.
    """

    LINE = 0
    LINES = 1
    AS_IS = 2


def about(zh: str, en: str, *examples: Any) -> Meta:
    """What a field is, for the description of the API; the first example goes into its body's."""
    return Meta(description=f"{zh} / {en}", examples=list(examples) or None)


EditionCode = Annotated[
    str, Meta(min_length=1, max_length=limits.EDITION_CODE, examples=["sh-shuangtui-2026"])
]
ProgrammeCode = Annotated[
    str, Meta(min_length=1, max_length=limits.PROGRAMME_CODE, examples=["sh-shuangtui"])
]
PoolCode = Annotated[str, Meta(min_length=1, max_length=limits.POOL_CODE, examples=["copay"])]
TrackCode = Annotated[
    str,
    Meta(min_length=1, max_length=limits.TRACK_CODE, pattern=_CODE, examples=["copay"]),
]

Username = Annotated[str, Meta(min_length=1, max_length=limits.USERNAME)]
PrivacyVersion = Annotated[
    str, Meta(min_length=1, max_length=limits.PRIVACY_VERSION, pattern=_CODE)
]

FirmName = Annotated[str, Meta(min_length=1, max_length=limits.FIRM_NAME)]
"""A name of one line, not blank: of a firm, a platform, a bank, the holder of an account."""

Place = Annotated[str, Meta(min_length=1, max_length=limits.PLACE)]
"""A district or a city, in any way it is written."""

Title = Annotated[str, Meta(min_length=1, max_length=limits.TITLE)]
"""What a public notice is headed by: one line, not blank."""

PaperNumber = Annotated[str, Meta(min_length=1, max_length=limits.PAPER_NUMBER)]
"""A number that a paper carries, such as a contract's or a voucher's."""

PaperKind = Annotated[
    str, Meta(min_length=1, max_length=limits.PAPER_KIND, examples=["service_contract"])
]
FileName = Annotated[str, Meta(min_length=1, max_length=limits.FILE_NAME)]

CorrectionItem = Annotated[str, Meta(min_length=1, max_length=limits.CORRECTION_ITEM)]
"""What is to be corrected: a kind of paper, a particular, or `facts.<name>`."""

LongText = Annotated[str, Meta(max_length=limits.REASONING), Writing.LINES]
"""Several lines (a comment)."""

Reasoning = Annotated[str, Meta(min_length=1, max_length=limits.REASONING), Writing.LINES]
"""A reason that must be given: several lines, not blank."""

RegionClass = Annotated[str, Meta(min_length=1, max_length=limits.REGION_CLASS)]

Clause = Annotated[str, Meta(min_length=1, max_length=limits.CLAUSE)]
"""A clause of a notice as people cite it, such as 四(二)1."""

Code = Annotated[str, Meta(min_length=1, max_length=limits.CODE, pattern=_CODE)]
"""A stable key, such as a criterion or an item of a checklist."""

Key = Annotated[str, Meta(min_length=1, max_length=limits.FACT_NAME)]
"""A key in a mapping, such as a fact's name."""

Uscc = Annotated[str, Meta(min_length=1, max_length=limits.PASTED_USCC)]
"""A unified social credit code as it is pasted, with whatever stands between its signs."""

PastedPhone = Annotated[str, Meta(min_length=1, max_length=limits.PASTED_PHONE)]
"""A phone number as it is typed or pasted."""

Moment = Annotated[str, Meta(min_length=1, max_length=limits.PASTED_MOMENT)]
"""A moment as somebody writes it: RFC 3339, or a bare day where the paper shows no time (it then
counts as its last second); `read_moments` reads it."""

Search = Annotated[str, Meta(max_length=limits.SEARCH)]
"""What is looked for inside names and numbers."""

PopupName = Annotated[str, Meta(min_length=1, max_length=limits.POPUP_NAME)]
"""What a popup's answer names: a message template, or what WeChat says beside them."""

Token = Annotated[str, Meta(min_length=1, max_length=limits.TOKEN, pattern=r"^[\x21-\x7e]+\Z")]
"""A code or token made by a machine: printable ASCII without spaces."""

Sha256 = Annotated[
    str, Meta(min_length=limits.SHA256, max_length=limits.SHA256, pattern=r"^[0-9a-fA-F]+\Z")
]
"""SHA-256 of some bytes, in hex."""

SignedToken = Annotated[
    str, Meta(min_length=1, max_length=limits.SIGNED_TOKEN, pattern=r"^[A-Za-z0-9._-]+\Z")
]
"""What we have signed (a compact JWS); a receipt names every paper."""

Fen = Annotated[int, Meta(ge=0, le=10**14)]
"""Money in fen, at most 1 000 000 000 000 yuan."""

Count = Annotated[int, Meta(ge=0, le=10_000_000)]
"""How many of something."""

Instant = Annotated[datetime, Meta(tz=True)]
"""An RFC 3339 instant; an offset is required."""

Day = date
"""A calendar day, `YYYY-MM-DD`."""

Id = UUID

FactText = Annotated[str, Meta(max_length=limits.FACT_TEXT)]
FactValue = bool | int | float | FactText | list[int | FactText] | None
Facts = Annotated[dict[Key, FactValue], Meta(max_length=100)]
"""Facts by name; which are known, and their types, is the edition's to say."""
