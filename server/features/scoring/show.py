"""A round of scoring: before the closing who has scored, after it the ranking; never who gave what."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.tables.scores import Scoring
from server.clock import Clock
from server.errors import NotFound
from server.features.applications.schemas import NamedReference
from server.features.editions.access import Actor
from server.features.reviews.show import sheet_of
from server.features.scoring.access import get_scored_track, minimum_of
from server.features.scoring.ranking import OfFirm, list_ranking
from server.features.scoring.schemas import ApplicationToScore, InConflict, ScoringView
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.scores import COUNTS, UNPLACED

_UNPLACED: Final = f"""
SELECT r.id AS review_id, a.id AS application_id, a.number, a.district,
       e.id AS enterprise_id, e.name AS enterprise_name,
       (SELECT count(*) FROM scores s WHERE s.review_id = r.id AND {COUNTS})::int AS scored
  FROM reviews r JOIN applications a ON a.id = r.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE {UNPLACED} ORDER BY a.submitted_at, a.id
"""
# Whoever holds the role now with the application in scope: have they scored, may they?
_EXPERTS: Final = f"""
SELECT DISTINCT ON (r.id, u.id) r.id AS review_id, u.id, u.username, d.reason,
       (coalesce(d.conflict, false)
        OR EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                      AND m.user_id = u.id AND m.left_at IS NULL)
        OR EXISTS (SELECT 1 FROM platforms f JOIN grants o ON o.organisation_id = f.organisation_id
                    WHERE f.id = a.platform_id AND o.user_id = u.id
                      AND o.valid_from <= $3 AND (o.valid_to IS NULL OR o.valid_to > $3))
       ) AS conflict,
       EXISTS (SELECT 1 FROM scores s WHERE s.review_id = r.id AND s.expert_id = u.id) AS scored
  FROM reviews r JOIN applications a ON a.id = r.application_id
  JOIN editions n ON n.code = a.edition_id
  JOIN grants g ON g.role = r.role AND g.valid_from <= $3
   AND (g.valid_to IS NULL OR g.valid_to > $3)
   AND (g.programme_code IS NULL OR g.programme_code = n.programme_id)
   AND (g.edition_code IS NULL OR g.edition_code = a.edition_id)
   AND (g.district IS NULL OR g.district = a.district)
  JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL
  LEFT JOIN conflict_declarations d ON d.application_id = a.id AND d.user_id = u.id
 WHERE {UNPLACED} ORDER BY r.id, u.id
"""


class _Unplaced(OfFirm, frozen=True):
    """An application to be scored; `scored`: by how many experts whose score counts."""

    review_id: UUID
    application_id: UUID
    number: str
    district: str
    scored: int


class _Expert(msgspec.Struct, frozen=True):
    """Who is to score a review; `reason`: as declared."""

    review_id: UUID
    id: UUID
    username: str | None
    reason: str | None
    conflict: bool
    scored: bool


async def get_scoring(
    code: str, track: str, number: int | None, *, by: Actor, clock: Clock, english: bool
) -> ScoringView:
    """The round of that number; without one the latest, or the open one that follows it.

    Raises NotFound.
    """
    edition, scored = await get_scored_track(code, track, by)
    with postgres_errors():
        rounds = await Scoring.filter(edition_id=code, track=track).order_by("round")
    unplaced = await _list_unplaced(edition.code, track, clock.now())
    closed = _choose(rounds, number, bool(unplaced))
    return ScoringView(
        id=closed.id if closed else None,
        edition=code,
        track=track,
        round=closed.round if closed else len(rounds) + 1,
        state=_state(closed),
        minimum_experts=minimum_of(scored),
        sheet=sheet_of(scored, english),
        applications=unplaced if closed is None or closed is rounds[-1] else [],
        ranking=await list_ranking(closed.id, scored, english) if closed else None,
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


def _state(closed: Scoring | None) -> Literal["open", "closed", "lined"]:
    if closed is None:
        return "open"
    return "closed" if closed.line_at is None else "lined"


async def _list_unplaced(code: str, track: str, now: datetime) -> list[ApplicationToScore]:
    applications = await list_rows(_Unplaced, _UNPLACED, code, track, tx=None)
    if not applications:
        return []
    experts: dict[UUID, list[_Expert]] = defaultdict(list)
    for expert in await list_rows(_Expert, _EXPERTS, code, track, now, tx=None):
        experts[expert.review_id].append(expert)
    return [_view(application, experts[application.review_id]) for application in applications]


def _view(application: _Unplaced, experts: Sequence[_Expert]) -> ApplicationToScore:
    return ApplicationToScore(
        application_id=application.application_id,
        review_id=application.review_id,
        number=application.number,
        enterprise=application.enterprise,
        district=application.district,
        scored=application.scored,
        in_conflict=[
            InConflict(expert.id, expert.username, expert.reason)
            for expert in experts
            if expert.conflict
        ],
        missing=[
            NamedReference(expert.id, expert.username)
            for expert in experts
            if not expert.scored and not expert.conflict
        ],
    )
