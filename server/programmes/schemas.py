"""The answers of the programme routes, field by field as the contract fixes them."""

from datetime import date, datetime

from msgspec import Struct

from models.rules.programme import Applicant, AwardKind, FactType, Selection, Stated
from server.programmes.window import EditionStatus


class ProgrammeItem(Struct, frozen=True, kw_only=True):
    """One edition in a list; `code` is the edition's, `programme` the standing policy's."""

    code: str
    programme: str
    year: int
    title: str
    authority: str
    region: str
    status: EditionStatus
    opens_at: datetime
    closes_at: datetime


class SourceView(Struct, frozen=True):
    """The published notice that the rules come from."""

    document: str
    issued_on: date | None


class OptionView(Struct, frozen=True):
    value: int | str
    label: str


class FactView(Struct, frozen=True):
    name: str
    label: str
    type: FactType
    unit: str | None
    required: bool
    default: Stated | None
    options: list[OptionView]


class ConditionView(Struct, frozen=True):
    id: str
    text: str
    cite: str | None


class MaterialView(Struct, frozen=True):
    kind: str
    label: str
    required: bool
    cite: str | None


class AwardView(Struct, frozen=True):
    """`assumed`: the notice leaves some part of it open and the edition fills it in."""

    kind: AwardKind
    text: str
    cite: str | None
    assumed: bool


class StageView(Struct, frozen=True):
    kind: str
    role: str
    title: str


class PoolView(Struct, frozen=True):
    """How the money is handed out, to be known before signing; its figures are at `/quota`."""

    code: str
    label: str
    order: str
    last_award: str
    last_award_min_fen: int


class TrackView(Struct, frozen=True):
    code: str
    title: str
    selection: Selection
    applicant: Applicant
    facts: list[FactView]
    conditions: list[ConditionView]
    materials: list[MaterialView]
    award: AwardView
    stages: list[StageView]


class ProgrammeView(ProgrammeItem, frozen=True, kw_only=True):
    """One edition with everything that an applicant must know.

    `settles_on`: the last day on which those who wait may still move up, where it names one.
    """

    source: SourceView
    period_from: datetime
    period_to: datetime
    settles_on: date | None
    tracks: list[TrackView]
    pools: list[PoolView]


class VerdictView(Struct, frozen=True):
    id: str
    met: bool | None
    message: str
    cite: str | None


class StepView(Struct, frozen=True):
    text: str
    amount_fen: int | None
    cite: str | None


class EstimateView(Struct, frozen=True):
    """`eligible` and `award_fen` are null while it cannot be told."""

    eligible: bool | None
    award_fen: int | None
    conditions: list[VerdictView]
    steps: list[StepView]
    missing: list[str]
