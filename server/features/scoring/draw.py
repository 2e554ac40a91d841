"""Drawing the line: who stands above it goes on, who stands below is rejected and told why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.scoring import Line, Place, Tally, TieCut, draw_line
from models.rules.terms.programme import Track
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.scores import ScoredPlace, Scoring
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.editions.access import Actor
from server.features.identity.conflicts import refuse_own_matters
from server.features.programmes.published import PublishedEdition
from server.features.quota.ranking import ApplyPort, RankedMarks
from server.features.scoring.access import get_scored_track
from server.features.scoring.carry_out import Drawn, carry_out_line
from server.features.scoring.refusals import LineDrawn, ScoringOpen, TieNotBroken, TooMany
from server.features.scoring.room import lacking_room
from server.features.scoring.schemas import LineDrawing
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.lock import hold_applications
from storage.postgres.scores import hold_round

_NOT_TIED = Text(
    "入选线没有落在并列名次上,不需要指明", "The line cuts no tie: nobody is to be named"
)


@dataclass(frozen=True, slots=True)
class _Standing:
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
    quota: ApplyPort,
    marks: RankedMarks,
) -> UUID:
    """The round's id. All of it in one transaction; run it in a task that the application owns.

    Raises NotFound, ScoringOpen, LineDrawn, ConflictOfInterest, TooMany, TieNotBroken, Invalid.
    """
    now, actor = clock.now(), Actor.authority(by)
    async with transaction() as tx:
        edition, scored = await get_scored_track(code, track, actor, using=tx.connection)
        await hold_round(tx, code, track)
        scoring = await _closed_round(tx, code, track)
        standing = await _hold_standing(tx, scoring.id)
        await refuse_own_matters(tx, list(standing.applications), by)
        line = await _judge(tx, edition, scored, standing, given)
        drawn = _drawn(scoring, standing, line, given)
        outcomes = await carry_out_line(tx, drawn, by=by, now=now, calendar=calendar)
        await _note(tx, scoring, standing, line, given, by=actor, now=now)
        tx.created(scoring.id, status=200)
    for outcome in outcomes:
        await outcome.rank(quota=quota, marks=marks)
    return scoring.id


async def _closed_round(tx: Tx, code: str, track: str) -> Scoring:
    rounds = Scoring.filter(edition_id=code, track=track).using_db(tx.connection)
    found = await rounds.order_by("-round").first()
    if found is None:
        raise ScoringOpen()
    if found.line_at is not None:
        raise LineDrawn()
    return found


async def _hold_standing(tx: Tx, scoring_id: UUID) -> _Standing:
    """Applications that were withdrawn since keep their place on record, and take none."""
    query = ScoredPlace.filter(scoring_id=scoring_id).using_db(tx.connection)
    places = await query.order_by("rank", "review_id")
    await hold_applications(tx, [place.application_id for place in places])
    waiting = Application.filter(
        id__in=[place.application_id for place in places], status="in_review", stage="score"
    )
    held = {row.id: row for row in await waiting.using_db(tx.connection)}
    return _Standing(
        [place for place in places if place.application_id in held],
        held,
        [place for place in places if place.application_id not in held],
    )


async def _judge(
    tx: Tx, edition: PublishedEdition, track: Track, standing: _Standing, given: LineDrawing
) -> Line:
    there = len(standing.places)
    if given.chosen > there:
        words = Text(f"参加排名的申请只有 {there} 件", f"Applications in the ranking: {there}")
        raise TooMany(errors=[Reason("chosen", "too_many", words)])
    line = draw_line([_place_of(row) for row in standing.places], given.chosen, given.among_tied)
    if isinstance(line, TieCut):
        raise TieNotBroken(errors=_tied(standing, line))
    if given.among_tied and not line.cut:
        raise Invalid(errors=[Reason("among_tied", "unexpected", _NOT_TIED)])
    lacking = await lacking_room(tx, edition.definition, track, list(line.passed))
    if lacking:
        raise TooMany(errors=lacking)
    return line


def _place_of(row: ScoredPlace) -> Place:
    return Place(row.rank, Tally(row.application_id, row.points_sum, row.experts))


def _tied(standing: _Standing, cut: TieCut) -> list[Reason]:
    """Each of the tied by its id, so that they can be shown and named."""
    ranks = {place.application_id: place.rank for place in standing.places}
    return [
        Reason(
            f"among_tied.{key}",
            "tied",
            Text(
                f"申请 {standing.applications[key].number} 并列第 {ranks[key]} 名,"
                f"并列者中还可入选 {cut.room} 件",
                f"Application {standing.applications[key].number} shares rank {ranks[key]};"
                f" of the tied, {cut.room} can pass",
            ),
        )
        for key in cut.tied
    ]


def _drawn(scoring: Scoring, standing: _Standing, line: Line, given: LineDrawing) -> Drawn:
    """`up_to` counts the ranks that withdrawn applications hold above the line."""
    above = [it for it in standing.gone if line.last_rank and it.rank <= line.last_rank]
    return Drawn(
        scoring=scoring,
        places=standing.places,
        applications=standing.applications,
        line=line,
        up_to=given.chosen + len(above) if given.chosen else 0,
        reason=given.reason,
    )


async def _note(
    tx: Tx,
    scoring: Scoring,
    standing: _Standing,
    line: Line,
    given: LineDrawing,
    *,
    by: Actor,
    now: datetime,
) -> None:
    scoring.chosen = given.chosen
    scoring.line_reason = given.reason
    scoring.line_by_id = by.user_id
    scoring.line_at = now
    await scoring.save(using_db=tx.connection)
    ids = [place.id for place in standing.places]
    above = [place.id for place in standing.places if place.application_id in line.passed]
    places = ScoredPlace.filter(id__in=ids).using_db(tx.connection)
    await places.update(passed=False)
    if above:
        await ScoredPlace.filter(id__in=above).using_db(tx.connection).update(passed=True)
    detail = {"chosen": given.chosen, "among_tied": sorted(map(str, given.among_tied))}
    entry = AuditLine(
        "scoring", scoring.id, now, by.user_id, by.role, "scoring.lined", detail, given.reason
    )
    await write_audit(tx, entry)
