"""The shapes of a programme: policy, edition, tracks and pools, each number with its clause.

An `EditionDefinition` is what `models/programme/file.py` compiles from the files. It is
self-contained (policy and edition merged), plain data, and survives JSON unchanged.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from models.rules.reasons import Text
from models.rules.terms.award import Award, AwardKind, AwardRow, Figure
from models.rules.terms.client_list import ClientList
from models.rules.terms.conditions import (
    Condition,
    Consistency,
    Fact,
    FactType,
    Operator,
    Option,
    RegionValue,
    Stated,
)
from models.rules.terms.help import HelpEntry, OfficeContact
from models.rules.terms.recognition import RecognitionTerms, Renewal
from models.rules.terms.track import (
    Criterion,
    Exclusion,
    ExclusionKind,
    Matching,
    Material,
    PlacesRule,
    PlatformRule,
    Stage,
    ValueSource,
)

__all__ = [
    "Applicant",
    "Award",
    "AwardKind",
    "AwardRow",
    "Clause",
    "ClientList",
    "Condition",
    "Consistency",
    "Criterion",
    "EditionDefinition",
    "EditionTerms",
    "Exclusion",
    "ExclusionKind",
    "Fact",
    "FactType",
    "Figure",
    "HelpEntry",
    "LastAward",
    "Matching",
    "Material",
    "OfficeContact",
    "Operator",
    "Option",
    "PlacesRule",
    "PlatformRule",
    "Policy",
    "PoolOrder",
    "PoolRule",
    "RecognitionTerms",
    "RegionClass",
    "RegionValue",
    "Renewal",
    "Selection",
    "Stage",
    "Stated",
    "Target",
    "TrackTerms",
    "ValueSource",
]

Selection = Literal["first_come", "merit", "rolling"]
Applicant = Literal["enterprise", "platform"]
PoolOrder = Literal["payment", "arrival"]
LastAward = Literal["stop", "partial"]


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of the notice that monitoring compares with what was reached; `value` in `unit`."""

    id: str
    label: Text
    value: int
    unit: str
    cite: str
    more_than: bool = False


@dataclass(frozen=True, slots=True)
class TrackTerms:
    """One item of a programme that can be applied for.

    `declarations` are stated on the application and judge nothing: estimates do not know them.
    `minimum_experts`: how many must score before the scoring closes. A track with `renewal` is not
    browsed by itself: it belongs to the title of another. `responsible`: the bodies of the clause.
    `checks`: what its figures must be to each other. `retired`: facts that are no longer asked,
    as others decide them; who still states one is not refused for it, and it decides nothing.
    """

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
    sources: tuple[ValueSource, ...] = ()
    declarations: tuple[Fact, ...] = ()
    minimum_experts: Figure | None = None
    places: PlacesRule | None = None
    recognition: RecognitionTerms | None = None
    renewal: Renewal | None = None
    clients: ClientList | None = None
    responsible: Text | None = None
    checks: tuple[Consistency, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def stated(self) -> tuple[Fact, ...]:
        """All that an application states: facts, then declarations."""
        return self.facts + self.declarations

    def find_fact(self, name: str) -> Fact | None:
        """The fact or declaration of that name, or None."""
        return next((fact for fact in self.stated if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class PoolRule:
    """Money, places, or both; None is no limit. Pools of an edition do not overlap."""

    code: str
    label: Text
    budget_fen: int | None = None
    places: int | None = None
    order: PoolOrder = "payment"
    last_award: LastAward = "stop"
    last_award_min_fen: int = 0
    waiting_list: bool = True
    sources: tuple[ValueSource, ...] = ()


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
    """The standing programme. `document` is the notice's title, `issued_on` its date if known.

    `notice`: its text, paragraph by paragraph.
    """

    code: str
    title: Text
    authority: Text
    region: Text
    document: str
    issued_on: date | None = None
    clauses: tuple[Clause, ...] = ()
    targets: tuple[Target, ...] = ()
    contacts: tuple[OfficeContact, ...] = ()
    help: tuple[HelpEntry, ...] = ()
    notice: tuple[str, ...] = ()


CONFIRM_WORKDAYS: Final = 10
"""Where the year's file says nothing else."""
KEEP_YEARS: Final = 10
"""Likewise: the shorter of the two terms of accounting files (会计档案管理办法, 2016). The longer one,
30 years, is for vouchers, and those lie with the treasury."""
MOST_KEEP_YEARS: Final = 100


@dataclass(frozen=True, slots=True)
class EditionTerms:
    """One year's run. Window: when one may submit; period: when signing and payment must lie.

    Instants are aware; both ends are included. `settles_on`: the last day on which those who wait may
    still move up; without it the line ends when nobody before them is undecided any more.
    `confirm_workdays`: how long a firm has to confirm what its platform filed, if `sme_confirms`.
    `keep_years`: how long papers are kept, from the end of the year in which the line ended.
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
    confirm_workdays: int = CONFIRM_WORKDAYS
    demonstration: bool = False
    budget_fen: int | None = None
    settles_on: date | None = None
    keep_years: int = KEEP_YEARS
    sources: tuple[ValueSource, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDefinition:
    """Everything that judges an application of one edition; pinned by its hash."""

    policy: Policy
    edition: EditionTerms
    tracks: tuple[TrackTerms, ...]
    pools: tuple[PoolRule, ...] = ()
    region_classes: tuple[RegionClass, ...] = ()

    def find_track(self, code: str) -> TrackTerms | None:
        """The track of that code, or None."""
        return next((track for track in self.tracks if track.code == code), None)

    def find_pool(self, code: str) -> PoolRule | None:
        """The pool of that code, or None."""
        return next((pool for pool in self.pools if pool.code == code), None)

    def is_in_line(self, track: TrackTerms) -> bool:
        """Whether signing and payment decide an application's place in the line for a pool."""
        pool = self.find_pool(track.pool or "")
        return pool is not None and pool.order != "arrival"
