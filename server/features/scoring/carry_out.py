"""Decides each application of a round by the drawn line: passed on, or rejected with its rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.scoring import Line, average_text
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.programmes import Edition
from models.tables.reviews import Review
from models.tables.scores import ScoredPlace, Scoring
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.features.programmes.published import definition_of
from server.features.reviews.case import Case
from server.features.verdicts.decide import carry_out, close_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from server.roles import Role
from storage.postgres.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line through a round; `up_to` is the last rank that passes."""

    scoring: Scoring
    places: Sequence[ScoredPlace]
    applications: Mapping[UUID, Application]
    line: Line
    up_to: int
    reason: str


async def carry_out_line(
    tx: Tx, drawn: Drawn, *, by: Identity, now: datetime, calendar: Calendar
) -> list[Outcome]:
    """One application after the other, in order of id, as their rows were locked."""
    acting_for = await _acting_for(tx, drawn.scoring.edition_id, by)
    ids = [place.review_id for place in drawn.places]
    reviews = await Review.filter(id__in=ids).using_db(tx.connection).in_bulk(ids, "id")
    outcomes = []
    for place in sorted(drawn.places, key=lambda place: place.application_id):
        application, review = drawn.applications[place.application_id], reviews[place.review_id]
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        track = definition.find_track(application.track)
        if track is None:
            raise NotFound()
        case = Case(
            application, review, definition, track, by, acting_for, now, acting_as=Role.AUTHORITY
        )
        outcomes.append(await _decide(tx, case, drawn, place, calendar))
    return outcomes


async def _decide(
    tx: Tx, case: Case, drawn: Drawn, place: ScoredPlace, calendar: Calendar
) -> Outcome:
    passed = place.application_id in drawn.line.passed
    words = words_of(drawn, place, passed)
    decision = Decision(verdict="pass" if passed else "reject", comment=words)
    outcome = await close_review(tx, case, decision, by_own_act=True)
    await carry_out(tx, case, decision, outcome, calendar=calendar)
    return outcome


async def _acting_for(tx: Tx, edition: str, by: Identity) -> UUID:
    """The organisation whose grant covers the edition. Raises NotFound."""
    for grant in by.grants_for(Role.AUTHORITY):
        within = Edition.filter(Scope((grant,)).editions(), code=edition)
        if await within.using_db(tx.connection).exists():
            return grant.organisation_id
    raise NotFound()


def words_of(drawn: Drawn, place: ScoredPlace, passed: bool) -> str:
    """Average, rank, line and the authority's reason, as the firm reads them."""
    line = f"入选线为前 {drawn.up_to} 名" if drawn.up_to else "本轮没有入选名额"
    words = f"得分 {average_text(place.points_sum, place.experts)}，排名第 {place.rank}，{line}"
    if passed:
        words += "，入选"
    elif drawn.line.cut and place.rank == drawn.line.last_rank:
        words += "，同分并列中未入选"
    return f"{words}。说明：{drawn.reason}"
