"""A round of scoring: before the closing who has scored, after it the ranking; never who gave what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from models.rules.scoring import average_text
from models.rules.terms.programme import Track
from models.tables.scores import Scoring
from server.clock import Clock
from server.errors import NotFound
from server.features.applications.schemas import Named
from server.features.editions.access import Actor
from server.features.reviews.show import sheet_of
from server.features.scoring.access import get_scored_track, minimum_of
from server.features.scoring.schemas import (
    CriterionAverage,
    InConflict,
    Ranked,
    ScoringView,
    SheetTotal,
    Standing,
)
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.score_reads import list_experts, list_places, list_sheets, list_standing


async def get_scoring(
    code: str, track: str, number: int | None, *, by: Actor, clock: Clock, english: bool
) -> ScoringView:
    """The round of that number; without one the latest, or the open one that follows it.

    Raises NotFound.
    """
    edition, scored = await get_scored_track(code, track, by)
    with postgres_errors():
        rounds = await Scoring.filter(edition_id=code, track=track).order_by("round")
    standing = await _standing(edition.code, track, clock)
    closed = _choose(rounds, number, bool(standing))
    return ScoringView(
        id=closed.id if closed else None,
        edition=code,
        track=track,
        round=closed.round if closed else len(rounds) + 1,
        state=_state(closed),
        minimum_experts=minimum_of(scored),
        sheet=sheet_of(scored, english),
        applications=standing if closed is None or closed is rounds[-1] else [],
        ranking=await _ranking(closed.id, scored, english) if closed else None,
        closed_at=closed.closed_at if closed else None,
        close_reason=closed.close_reason if closed else None,
        chosen=closed.chosen if closed else None,
        line_reason=closed.line_reason if closed else None,
        line_at=closed.line_at if closed else None,
    )


async def find_round(scoring_id: UUID) -> Scoring:
    """A closed round by its id. Raises NotFound."""
    with postgres_errors():
        found = await Scoring.get_or_none(id=scoring_id)
    if found is None:
        raise NotFound()
    return found


def _choose(rounds: Sequence[Scoring], number: int | None, waiting: bool) -> Scoring | None:
    """None is the round that is open. Raises NotFound for a number that is neither."""
    if number is None:
        last = rounds[-1] if rounds else None
        return None if last is not None and last.line_at is not None and waiting else last
    if number == len(rounds) + 1 and not (rounds and rounds[-1].line_at is None):
        return None
    found = [scoring for scoring in rounds if scoring.round == number]
    if not found:
        raise NotFound()
    return found[0]


def _state(closed: Scoring | None) -> Any:
    if closed is None:
        return "open"
    return "closed" if closed.line_at is None else "lined"


async def _standing(code: str, track: str, clock: Clock) -> list[Standing]:
    applications = await list_standing(code, track)
    if not applications:
        return []
    experts: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await list_experts(code, track, clock.now()):
        experts[row["review_id"]].append(row)
    return [_of_application(row, experts[row["review_id"]]) for row in applications]


def _of_application(row: Mapping[str, Any], experts: Sequence[Mapping[str, Any]]) -> Standing:
    missing = [it for it in experts if not it["scored"] and not it["conflict"]]
    return Standing(
        row["application_id"],
        row["review_id"],
        row["number"],
        _firm(row),
        row["district"],
        row["scored"],
        [InConflict(it["id"], it["username"], it["reason"]) for it in experts if it["conflict"]],
        [Named(it["id"], it["username"]) for it in missing],
    )


def _firm(row: Mapping[str, Any]) -> Named | None:
    firm = row["enterprise_id"]
    return None if firm is None else Named(firm, row["enterprise_name"])


async def _ranking(scoring_id: UUID, track: Track, english: bool) -> list[Ranked]:
    places = await list_places(scoring_id)
    sheets: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for sheet in await list_sheets([place["review_id"] for place in places]):
        sheets[sheet["review_id"]].append(sheet)
    return [_ranked(place, sheets[place["review_id"]], track, english) for place in places]


def _ranked(
    place: Mapping[str, Any], sheets: Sequence[Mapping[str, Any]], track: Track, english: bool
) -> Ranked:
    expert = "Expert {}" if english else "专家{}"
    totals = [
        SheetTotal(expert.format(at), sheet["total"], sheet["comment"])
        for at, sheet in enumerate(sheets, start=1)
    ]
    return Ranked(
        application_id=place["application_id"],
        review_id=place["review_id"],
        number=place["number"],
        enterprise=_firm(place),
        district=place["district"],
        status=place["status"],
        rank=place["rank"],
        average=average_text(place["points_sum"], place["experts"]),
        points_sum=place["points_sum"],
        experts=place["experts"],
        passed=place["passed"],
        totals=totals,
        criteria=_averages(sheets, track),
    )


def _averages(sheets: Sequence[Mapping[str, Any]], track: Track) -> list[CriterionAverage]:
    """By the lines of the sheet that is in force; one that it did not have then has none."""
    found = []
    for criterion in track.criteria:
        given = [it["points"][criterion.code] for it in sheets if criterion.code in it["points"]]
        if given:
            found.append(CriterionAverage(criterion.code, average_text(sum(given), len(given))))
    return found
