"""The ranking of a closed round: ranks, averages, and every sheet without its expert's name."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from models.rules.scoring import average_text
from models.rules.terms.programme import TrackTerms
from server.features.applications.schemas import NamedReference
from server.features.scoring.schemas import CriterionAverage, Ranked, SheetTotal
from storage.postgres.core.rows import list_rows
from storage.postgres.scores import COUNTS

_PLACES: Final = """
SELECT p.review_id, p.application_id, p.rank, p.points_sum, p.experts, p.passed,
       a.number, a.district, a.status, e.id AS enterprise_id, e.name AS enterprise_name
  FROM scored_places p JOIN applications a ON a.id = p.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE p.scoring_id = $1 ORDER BY p.rank, p.id
"""
# By points, so that the order in a list tells nobody who gave them.
_SHEETS: Final = f"""
SELECT s.review_id, s.points::text AS points, s.total, s.comment
  FROM scores s JOIN reviews r ON r.id = s.review_id
 WHERE s.review_id = ANY($1) AND {COUNTS}
 ORDER BY s.review_id, s.total DESC, s.points::text, s.comment
"""
_POINTS: Final = msgspec.json.Decoder(dict[str, int])


class OfFirm(msgspec.Struct, frozen=True):
    """A row with the application's firm, which may be none."""

    enterprise_id: UUID | None
    enterprise_name: str | None

    @property
    def enterprise(self) -> NamedReference | None:
        return (
            None
            if self.enterprise_id is None
            else NamedReference(self.enterprise_id, self.enterprise_name)
        )


class _Place(OfFirm, frozen=True):
    review_id: UUID
    application_id: UUID
    rank: int
    points_sum: int
    experts: int
    passed: bool | None
    number: str
    district: str
    status: str


class _Sheet(msgspec.Struct, frozen=True):
    """`points`: by criterion, as JSON."""

    review_id: UUID
    points: str
    total: int
    comment: str | None


async def list_ranking(scoring_id: UUID, track: TrackTerms, english: bool) -> list[Ranked]:
    """The places of a closed round, best first."""
    places = await list_rows(_Place, _PLACES, scoring_id, tx=None)
    reviews = [place.review_id for place in places]
    sheets: dict[UUID, list[_Sheet]] = defaultdict(list)
    for sheet in await list_rows(_Sheet, _SHEETS, reviews, tx=None):
        sheets[sheet.review_id].append(sheet)
    return [_ranked(place, sheets[place.review_id], track, english) for place in places]


def _ranked(place: _Place, sheets: Sequence[_Sheet], track: TrackTerms, english: bool) -> Ranked:
    expert = "Expert {}" if english else "专家{}"
    totals = [
        SheetTotal(expert.format(number), sheet.total, sheet.comment)
        for number, sheet in enumerate(sheets, start=1)
    ]
    return Ranked(
        application_id=place.application_id,
        review_id=place.review_id,
        number=place.number,
        enterprise=place.enterprise,
        district=place.district,
        status=place.status,
        rank=place.rank,
        average=average_text(place.points_sum, place.experts),
        points_sum=place.points_sum,
        experts=place.experts,
        passed=place.passed,
        totals=totals,
        criteria=_averages([_POINTS.decode(sheet.points) for sheet in sheets], track),
    )


def _averages(sheets: Sequence[dict[str, int]], track: TrackTerms) -> list[CriterionAverage]:
    """By the criteria in force now; one without points in these sheets has no average."""
    found = []
    for criterion in track.criteria:
        given = [points[criterion.code] for points in sheets if criterion.code in points]
        if given:
            found.append(CriterionAverage(criterion.code, average_text(sum(given), len(given))))
    return found
