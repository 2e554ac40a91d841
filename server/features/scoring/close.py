"""Closes a round: the points become a fixed ranking in which equal averages share a rank."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind
from models.rules.reasons import Reason, Text
from models.rules.scoring import Tally, rank_tallies
from models.rules.terms.programme import TrackTerms
from models.tables.ids import new_id
from models.tables.scores import ScoredPlace, Scoring
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.editions.access import Actor
from server.features.identity.conflicts import refuse_own_matters
from server.features.programmes.published import PublishedEdition, definition_of
from server.features.reviews.refusals import ScoringClosed
from server.features.scoring.access import get_scored_track, minimum_of
from server.features.scoring.refusals import NotAllIn, NothingToScore, ScoresMissing
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.scores import COUNTS, UNPLACED, hold_round, save_round

_WINDOW = Text(
    "申报尚未截止，还可能有新的申请；要提前截止评分的，请填写理由",
    "Applications may still be handed in",
)
# A score or a declaration locks that row as well: it comes before the closing, or after it.
_HOLD_UNPLACED: Final = f"""
SELECT r.id AS review_id, a.id AS application_id, a.number, a.track, a.rule_version_id
  FROM reviews r JOIN applications a ON a.id = r.application_id
 WHERE {UNPLACED} ORDER BY a.id FOR NO KEY UPDATE OF a
"""
_SUMS: Final = f"""
SELECT r.id AS review_id, coalesce(sum(s.total), 0)::int AS points_sum, count(s.id)::int AS experts
  FROM reviews r LEFT JOIN scores s ON s.review_id = r.id AND {COUNTS}
 WHERE r.id = ANY($1) GROUP BY r.id
"""
_AT_EARLIER_STEPS: Final = """
SELECT count(*) FROM applications
 WHERE edition_id = $1 AND track = $2 AND status IN ('in_review', 'returned') AND stage = ANY($3)
"""


class _Unplaced(msgspec.Struct, frozen=True):
    """An open score review, its application's row locked."""

    review_id: UUID
    application_id: UUID
    number: str
    track: str
    rule_version_id: UUID


class _Sum(msgspec.Struct, frozen=True):
    """All points of a review, of how many experts; without scores of a declared conflict."""

    review_id: UUID
    points_sum: int
    experts: int


async def close_scoring(
    code: str, track: str, reason: str | None, *, by: Identity, clock: Clock
) -> UUID:
    """The closed round's id. A score that is being written comes before it, or is refused.

    Raises NotFound, ScoringClosed, ConflictOfInterest (when it ends is a decision on all of them),
    NothingToScore, ScoresMissing, NotAllIn.
    """
    now, actor = clock.now(), Actor.authority(by)
    async with transaction() as tx:
        edition, scored = await get_scored_track(code, track, actor, using=tx.connection)
        await hold_round(tx, code, track)
        rounds = Scoring.filter(edition_id=code, track=track).using_db(tx.connection)
        if await rounds.filter(line_at=None).exists():
            raise ScoringClosed()
        unplaced = await list_rows(_Unplaced, _HOLD_UNPLACED, code, track, tx=tx)
        await refuse_own_matters(tx, [review.application_id for review in unplaced], by)
        tallies = await _tallies(tx, unplaced)
        if reason is None:
            await _refuse_early(tx, edition, scored, now)
        scoring = Scoring(
            id=new_id(),
            edition_id=code,
            track=track,
            round=1 + await rounds.count(),
            closed_by_id=by.user_id,
            closed_at=now,
            close_reason=reason,
        )
        await save_round(tx, scoring, _places(scoring.id, unplaced, tallies))
        detail = {"edition": code, "track": track, "round": scoring.round, "places": len(tallies)}
        line = AuditEntry(
            "scoring", scoring.id, now, by.user_id, actor.role, "scoring.closed", detail, reason
        )
        await write_audit(tx, line)
        tx.created(scoring.id, status=200)
    return scoring.id


async def _tallies(tx: Tx, unplaced: Sequence[_Unplaced]) -> list[Tally]:
    """Raises NothingToScore, ScoresMissing."""
    if not unplaced:
        raise NothingToScore()
    ids = [review.review_id for review in unplaced]
    sums = {each.review_id: each for each in await list_rows(_Sum, _SUMS, ids, tx=tx)}
    missing = []
    for review in unplaced:
        lacking = await _minimum(tx, review) - sums[review.review_id].experts
        if lacking > 0:
            words = Text(
                f"申请 {review.number} 还需 {lacking} 名专家评分，请补足",
                f"{review.number}: experts still to score: {lacking}",
            )
            missing.append(Reason(review.number, "scores_missing", words))
    if missing:
        raise ScoresMissing(errors=missing)
    return [Tally(each.review_id, each.points_sum, each.experts) for each in sums.values()]


async def _minimum(tx: Tx, review: _Unplaced) -> int:
    """By the rules that the application pinned; at least one where they have no such track."""
    definition = await definition_of(review.rule_version_id, using=tx.connection)
    track = definition.find_track(review.track)
    return 1 if track is None else minimum_of(track)


async def _refuse_early(
    tx: Tx, edition: PublishedEdition, track: TrackTerms, now: datetime
) -> None:
    problems = []
    if edition.window.status(now) != "closed":
        problems.append(Reason("reason", "window_open", _WINDOW))
    steps = _steps_before(track)
    earlier: int = await tx.raw.fetchval(_AT_EARLIER_STEPS, edition.code, track.code, steps)
    if earlier:
        words = Text(
            f"还有 {earlier} 件申请在评分之前的环节；要提前截止评分的，请填写理由",
            f"Applications at earlier steps: {earlier}",
        )
        problems.append(Reason("reason", "at_earlier_steps", words))
    if problems:
        raise NotAllIn(errors=problems)


def _steps_before(track: TrackTerms) -> list[StageKind]:
    kinds = [stage.kind for stage in track.stages]
    return kinds[: kinds.index("score")]


def _places(
    scoring_id: UUID, unplaced: Sequence[_Unplaced], tallies: Sequence[Tally]
) -> list[ScoredPlace]:
    applications = {review.review_id: review.application_id for review in unplaced}
    return [
        ScoredPlace(
            id=new_id(),
            scoring_id=scoring_id,
            review_id=place.tally.key,
            application_id=applications[place.tally.key],
            rank=place.rank,
            points_sum=place.tally.points_sum,
            experts=place.tally.experts,
        )
        for place in rank_tallies(tallies)
    ]
