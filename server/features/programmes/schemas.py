"""The answers of the programme routes, field by field as the contract fixes them."""

from datetime import date, datetime

from msgspec import Struct

from server.features.programmes.track_schemas import TrackView
from server.features.programmes.window import EditionStatus


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


class PoolTermsView(Struct, frozen=True):
    """How the money is handed out, to be known before signing; its figures are at `/quota`."""

    code: str
    label: str
    order: str
    last_award: str
    last_award_min_fen: int


class ClauseView(Struct, frozen=True):
    """A rule of the notice that no formula holds and that people must know."""

    id: str
    text: str
    cite: str


class ProgrammeView(ProgrammeItem, frozen=True, kw_only=True):
    """One edition with everything that an applicant must know.

    `settles_on`: the last day on which those who wait may still move up, where it names one.
    """

    source: SourceView
    period_from: datetime
    period_to: datetime
    settles_on: date | None
    clauses: list[ClauseView]
    tracks: list[TrackView]
    pools: list[PoolTermsView]


class VersionView(Struct, frozen=True):
    """One version of an edition's rules; `changes` against the one before, none for the first.

    `number` counts from 1, `hash` is the SHA-256 of the rules in their canonical form.
    """

    number: int
    published_at: datetime
    hash: str
    changes: list[str]


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
