"""The parts of a track beside facts and award: papers, path, score sheet, what excludes what."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.rules.lifecycle import StageKind, StageRole
from models.rules.reasons import Text
from models.rules.terms.award import AwardRow, Figure

ExclusionKind = Literal[
    "once_per_enterprise", "once_per_edition", "once_per_tier", "no_stacking", "received_elsewhere"
]


BulkRule = Literal["plain", "statement", "none"]
"""`plain`: many may be passed at once; `statement`: with a word on each kind of paper; `none`."""


@dataclass(frozen=True, slots=True)
class ValueSource:
    """Where the value of the field `name` comes from: a clause, or our assumption.

    `document`: that of the clause, where it is another than the programme's own notice.
    """

    name: str
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to hand in, at least one file if `required`; the technical limit is `maximum` files.

    `also`: what else people call it, so that a file of such a name is known for it.
    """

    kind: str
    label: Text
    required: bool = True
    maximum: int = 20
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a track's path.

    `bulk`: whether many may be passed in one act, None as is usual for its kind (`bulk_rule`).
    `explain`: whether a firm may answer a correction in words instead of correcting.

    `workdays`: length of a public notice. `by_month`: to be done by the end of that month of the
    yearly round (1 to 12); it reminds reviewers, nothing lapses on it.
    """

    kind: StageKind
    role: StageRole
    title: Text
    workdays: int | None = None
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    by_month: int | None = None
    bulk: BulkRule | None = None
    explain: bool = True

    def due_on(self, year: int) -> date | None:
        """The last day of its month in the round of that year; None without a month."""
        if self.by_month is None:
            return None
        return date(year, self.by_month, monthrange(year, self.by_month)[1])

    @property
    def bulk_rule(self) -> BulkRule:
        """A body that checks every paper says of each kind that it did, also of many at once."""
        return self.bulk or ("statement" if self.kind == "audit" else "plain")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a score sheet."""

    code: str
    label: Text
    maximum_points: int
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What may not come together; `waivable` by the authority with a reason on record.

    `per` names facts or declarations of which each value counts by itself (each grade, each
    station once); `group` joins tracks of any programme; `fact` is the money (fen) received
    elsewhere, which is deducted.
    """

    id: str
    kind: ExclusionKind
    text: Text
    group: str | None = None
    waivable: bool = False
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    per: tuple[str, ...] = ()
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class PlacesRule:
    """How many a year may be chosen of each option of the fact `by`; the rows' figures count."""

    by: str
    rows: tuple[AwardRow, ...]


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """The application hangs on a listed platform that takes part in this track's funding."""

    text: Text
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """A district may add money: `ratio_bp` of the government part, per district."""

    text: Text
    cite: str | None = None
    reading: str | None = None
    rates: tuple[Figure, ...] = ()
