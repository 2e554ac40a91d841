"""Draws the line through a ranking: above it applications pass, below it they are rejected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.scoring import Line, RankedPlace, Tally, TieCut, draw_line
from models.rules.terms.programme import TrackTerms
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.scores import ScoredPlace, Scoring
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.editions.access import Actor
from server.features.identity.conflicts import refuse_own_matters
from server.features.programmes.published import PublishedEdition
from server.features.quota.ranking import Ranker
from server.features.scoring.access import get_scored_track
from server.features.scoring.carry_out import Drawn, carry_out_line
from server.features.scoring.refusals import LineDrawn, ScoringOpen, TieNotBroken, TooMany
from server.features.scoring.room import lacking_room
from server.features.scoring.schemas import LineDrawing
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.lock import hold_applications
from storage.postgres.scores import hold_round, mark_passed, save_line

_NOT_TIED = Text(
    "入选线没有落在并列名次上，不需要指明并列者中谁入选，请删去",
    "The line cuts no tie: nobody is to be named",
)


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Places whose application still waits for the line, best first; `gone`: all the others."""

    places: Sequence[ScoredPlace]
    applications: dict[UUID, Application]
    gone: Sequence[ScoredPlace]


async def draw_scoring_line(
    code: str,
    track: str,
    given: LineDrawing,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
) -> UUID:
    """The round's id. All of it in one transaction; run it in a task that the application owns.

    Raises NotFound, ScoringOpen, LineDrawn, ConflictOfInterest, TooMany, TieNotBroken, Invalid.
    """
    now, actor = clock.now(), Actor.authority(by)
    async with transaction() as tx:
        edition, scored = await get_scored_track(code, track, actor, using=tx.connection)
        await hold_round(tx, code, track)
        scoring = await _closed_round(tx, code, track)
        ranking = await _hold_ranking(tx, scoring.id)
        await refuse_own_matters(tx, list(ranking.applications), by)
        line = await _choose(tx, edition, scored, ranking, given)
        drawn = _drawn(scoring, ranking, line, given)
        outcomes = await carry_out_line(tx, drawn, by=by, now=now, calendar=calendar)
        await _save(tx, drawn, given, by=by, now=now)
        tx.created(scoring.id, status=200)
    for outcome in outcomes:
        await outcome.rank(ranker=ranker)
    return scoring.id


async def _closed_round(tx: Tx, code: str, track: str) -> Scoring:
    rounds = Scoring.filter(edition_id=code, track=track).using_db(tx.connection)
    found = await rounds.order_by("-round").first()
    if found is None:
        raise ScoringOpen()
    if found.line_at is not None:
        raise LineDrawn()
    return found


async def _hold_ranking(tx: Tx, scoring_id: UUID) -> _Ranking:
    """With their applications locked; one that was withdrawn since keeps its rank, but cannot pass."""
    query = ScoredPlace.filter(scoring_id=scoring_id).using_db(tx.connection)
    places = await query.order_by("rank", "review_id")
    await hold_applications(tx, [place.application_id for place in places])
    waiting = Application.filter(
        id__in=[place.application_id for place in places], status="in_review", stage="score"
    )
    held = {application.id: application for application in await waiting.using_db(tx.connection)}
    return _Ranking(
        [place for place in places if place.application_id in held],
        held,
        [place for place in places if place.application_id not in held],
    )


async def _choose(
    tx: Tx, edition: PublishedEdition, track: TrackTerms, ranking: _Ranking, given: LineDrawing
) -> Line:
    there = len(ranking.places)
    if given.chosen > there:
        words = Text(
            f"入选数量填的是 {given.chosen}，参加排名的申请只有 {there} 件，请减少",
            f"Applications in the ranking: {there}; chosen: {given.chosen}",
        )
        raise TooMany(errors=[Reason("chosen", "too_many", words)])
    line = draw_line([_place_of(place) for place in ranking.places], given.chosen, given.among_tied)
    if isinstance(line, TieCut):
        raise TieNotBroken(errors=_tied(ranking, line))
    if given.among_tied and not line.cut:
        raise Invalid(errors=[Reason("among_tied", "unexpected", _NOT_TIED)])
    lacking = await lacking_room(tx, edition.definition, track, list(line.passed))
    if lacking:
        raise TooMany(errors=lacking)
    return line


def _place_of(place: ScoredPlace) -> RankedPlace:
    return RankedPlace(place.rank, Tally(place.application_id, place.points_sum, place.experts))


def _tied(ranking: _Ranking, cut: TieCut) -> list[Reason]:
    """Each of the tied by its id, so that they can be shown and named."""
    ranks = {place.application_id: place.rank for place in ranking.places}
    return [
        Reason(
            f"among_tied.{key}",
            "tied",
            Text(
                f"申请 {ranking.applications[key].number} 并列第 {ranks[key]} 名，"
                f"并列者中还可入选 {cut.room} 件，请选出",
                f"Application {ranking.applications[key].number} shares rank {ranks[key]};"
                f" of the tied, {cut.room} can pass",
            ),
        )
        for key in cut.tied
    ]


def _drawn(scoring: Scoring, ranking: _Ranking, line: Line, given: LineDrawing) -> Drawn:
    """`up_to` counts the ranks that withdrawn applications hold above the line."""
    above = [place for place in ranking.gone if line.last_rank and place.rank <= line.last_rank]
    return Drawn(
        scoring=scoring,
        places=ranking.places,
        applications=ranking.applications,
        line=line,
        up_to=given.chosen + len(above) if given.chosen else 0,
        reason=given.reason,
    )


async def _save(tx: Tx, drawn: Drawn, given: LineDrawing, *, by: Identity, now: datetime) -> None:
    scoring, reason = drawn.scoring, given.reason
    await save_line(tx, scoring, chosen=given.chosen, reason=reason, by=by.user_id, at=now)
    ids = [place.id for place in drawn.places]
    passed = [place.id for place in drawn.places if place.application_id in drawn.line.passed]
    await mark_passed(tx, ids, passed)
    detail = {"chosen": given.chosen, "among_tied": sorted(map(str, given.among_tied))}
    line = AuditEntry(
        "scoring", scoring.id, now, by.user_id, Role.AUTHORITY, "scoring.lined", detail, reason
    )
    await write_audit(tx, line)
