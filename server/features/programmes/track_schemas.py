"""How a track is shown: what is asked, what it gives, its path, and what follows."""

from msgspec import Struct

from models.rules.terms.programme import (
    Applicant,
    AwardKind,
    ExclusionKind,
    FactType,
    Selection,
    Stated,
)
from models.rules.terms.recognition import Span


class OptionView(Struct, frozen=True):
    value: int | str
    label: str


class TrackFactView(Struct, frozen=True):
    name: str
    label: str
    type: FactType
    unit: str | None
    required: bool
    default: Stated | None
    options: list[OptionView]


class TrackConditionView(Struct, frozen=True):
    id: str
    text: str
    cite: str | None


class MaterialView(Struct, frozen=True):
    kind: str
    label: str
    required: bool
    cite: str | None


class TrackAwardView(Struct, frozen=True):
    """`assumed`: the notice leaves some part of it open and the edition fills it in."""

    kind: AwardKind
    text: str
    cite: str | None
    assumed: bool


class StageView(Struct, frozen=True):
    """`workdays`: length of a public notice; `by_month`: due by the end of that month."""

    kind: str
    role: str
    title: str
    workdays: int | None
    by_month: int | None


class TrackCriterionView(Struct, frozen=True):
    """One line of the score sheet."""

    code: str
    label: str
    maximum_points: int
    cite: str | None


class ExclusionView(Struct, frozen=True):
    """What may not come together; `waivable` by the authority with a reason."""

    id: str
    kind: ExclusionKind
    text: str
    waivable: bool
    cite: str | None


class RecognitionView(Struct, frozen=True):
    """The list that an approval enters; years, days and month are null where there is no duty."""

    title: str
    span: Span
    platform: bool
    categories: str | None
    modes: str | None
    title_by: str | None
    review_years: int | None
    remind_days: int | None
    summary_month: int | None
    cite: str | None


class DutyView(Struct, frozen=True):
    """What holders of the title hand in afterwards: apply for it under `code`."""

    code: str
    title: str
    materials: list[MaterialView]
    stages: list[StageView]
    cite: str | None


class FlaggedView(Struct, frozen=True):
    """Cities that are seen apart, such as the Yangtze delta."""

    label: str
    cities: list[str]


class ClientListView(Struct, frozen=True):
    """The track is claimed with a list of new clients; clients in these cities do not count."""

    text: str
    excluded_cities: list[str]
    flagged: FlaggedView | None
    cite: str | None


class PlacesView(Struct, frozen=True):
    """How many a year may be chosen of one option of the fact `by`."""

    by: str
    option: str
    places: int
    cite: str | None


class TrackView(Struct, frozen=True, kw_only=True):
    """A track with all its rules; `declarations` are stated on the application beside `facts`."""

    code: str
    title: str
    description: str | None
    cite: str | None
    responsible: str | None
    selection: Selection
    applicant: Applicant
    pool: str | None
    facts: list[TrackFactView]
    declarations: list[TrackFactView]
    conditions: list[TrackConditionView]
    materials: list[MaterialView]
    award: TrackAwardView
    stages: list[StageView]
    criteria: list[TrackCriterionView]
    minimum_experts: int | None
    exclusions: list[ExclusionView]
    places: list[PlacesView]
    recognition: RecognitionView | None
    re_review: DutyView | None
    summary: DutyView | None
    clients: ClientListView | None
