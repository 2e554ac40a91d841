"""The shapes of a programme: policy, edition, tracks and pools, each number with its clause.

An `EditionDefinition` is what `models/programme_file.py` compiles from the files. It is
self-contained (policy and edition merged), plain data, and survives JSON unchanged.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models.rules.award_terms import Award, AwardKind, AwardRow, Figure
from models.rules.declared import (
    Condition,
    Fact,
    FactType,
    Operator,
    Option,
    RegionValue,
    Stated,
)
from models.rules.lifecycle import Role, StageKind
from models.rules.reasons import Text

__all__ = [
    "Applicant",
    "Award",
    "AwardKind",
    "AwardRow",
    "Clause",
    "Condition",
    "Criterion",
    "Edition",
    "EditionDefinition",
    "Exclusion",
    "ExclusionKind",
    "Fact",
    "FactType",
    "Figure",
    "LastAward",
    "Matching",
    "Material",
    "Operator",
    "Option",
    "PlatformRule",
    "Policy",
    "Pool",
    "PoolOrder",
    "RegionClass",
    "RegionValue",
    "Selection",
    "Source",
    "Stage",
    "Stated",
    "Track",
]

Selection = Literal["first_come", "merit", "rolling"]
Applicant = Literal["enterprise", "platform"]
PoolOrder = Literal["payment", "arrival"]
LastAward = Literal["stop", "partial"]
ExclusionKind = Literal[
    "once_per_enterprise", "once_per_edition", "no_stacking", "received_elsewhere"
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of the field `name` comes from: a clause, or our assumption."""

    name: str
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to hand in, at least one file if `required`; the technical limit is `maximum` files."""

    kind: str
    label: Text
    required: bool = True
    maximum: int = 20
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a track's path. `workdays`: length of a public notice, if it is set."""

    kind: StageKind
    role: Role
    title: Text
    workdays: int | None = None
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a score sheet."""

    code: str
    label: Text
    maximum_points: int
    cite: str | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What may not come together; `waivable` by the authority with a reason on record."""

    id: str
    kind: ExclusionKind
    text: Text
    group: str | None = None
    waivable: bool = False
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


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


@dataclass(frozen=True, slots=True)
class Track:
    """One item of a programme that can be applied for."""

    code: str
    title: Text
    selection: Selection
    applicant: Applicant
    award: Award
    stages: tuple[Stage, ...]
    summary: Text | None = None
    cite: str | None = None
    facts: tuple[Fact, ...] = ()
    conditions: tuple[Condition, ...] = ()
    materials: tuple[Material, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    platform: PlatformRule | None = None
    matching: Matching | None = None
    pool: str | None = None
    sources: tuple[Source, ...] = ()

    def find_fact(self, name: str) -> Fact | None:
        """The declared fact of that name, or None."""
        return next((fact for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class Pool:
    """Money, places, or both; None is no limit. Pools of an edition do not overlap."""

    code: str
    label: Text
    budget_fen: int | None = None
    places: int | None = None
    order: PoolOrder = "payment"
    last_award: LastAward = "stop"
    last_award_min_fen: int = 0
    waiting_list: bool = True
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionClass:
    """Districts for which a condition has another threshold."""

    code: str
    label: Text
    districts: tuple[str, ...]
    cite: str | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule of the notice that people must know and that no formula holds."""

    id: str
    text: Text
    cite: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The standing programme. `document` is the notice's title, `issued_on` its date if known."""

    code: str
    title: Text
    authority: Text
    region: Text
    document: str
    issued_on: date | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's run. Window: when one may submit; period: when signing and payment must lie.

    Instants are aware; both ends are included. `settles_on`: the last day on which those who wait may
    still move up; without it the line ends when nobody before them is undecided any more.
    """

    code: str
    programme: str
    year: int
    title: Text
    opens_at: datetime
    closes_at: datetime
    period_from: datetime
    period_to: datetime
    correction_workdays: int
    sme_confirms: bool = True
    demonstration: bool = False
    budget_fen: int | None = None
    settles_on: date | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDefinition:
    """Everything that judges an application of one edition; pinned by its hash."""

    policy: Policy
    edition: Edition
    tracks: tuple[Track, ...]
    pools: tuple[Pool, ...] = ()
    region_classes: tuple[RegionClass, ...] = ()

    def find_track(self, code: str) -> Track | None:
        """The track of that code, or None."""
        return next((track for track in self.tracks if track.code == code), None)

    def find_pool(self, code: str) -> Pool | None:
        """The pool of that code, or None."""
        return next((pool for pool in self.pools if pool.code == code), None)
