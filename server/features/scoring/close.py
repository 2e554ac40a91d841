"""Closing a round: the points are frozen into a ranking, with ties shown as ties."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from models.rules.lifecycle import StageKind
from models.rules.reasons import Reason, Text
from models.rules.scoring import Tally, rank_tallies
from models.rules.terms.programme import Track
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
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.scores import count_before, hold_round, hold_unplaced, sum_scores

_WINDOW = Text("申报尚未截止", "Applications may still be handed in")


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
        standing = await hold_unplaced(tx, code, track)
        await refuse_own_matters(tx, [row["application_id"] for row in standing], by)
        tallies = await _tallies(tx, standing)
        if reason is None:
            await _refuse_early(tx, edition, scored, now)
        made = await Scoring.create(
            id=new_id(),
            edition_id=code,
            track=track,
            round=1 + await rounds.count(),
            closed_by_id=by.user_id,
            closed_at=now,
            close_reason=reason,
            using_db=tx.connection,
        )
        await _freeze(tx, made.id, standing, tallies)
        detail = {"edition": code, "track": track, "round": made.round, "places": len(tallies)}
        line = AuditLine(
            "scoring", made.id, now, by.user_id, actor.role, "scoring.closed", detail, reason
        )
        await write_audit(tx, line)
        tx.created(made.id, status=200)
    return made.id


async def _tallies(tx: Tx, standing: Sequence[Any]) -> list[Tally]:
    if not standing:
        raise NothingToScore()
    sums = await sum_scores(tx, [row["review_id"] for row in standing])
    missing = []
    for row in standing:
        lacking = await _minimum(tx, row) - sums[row["review_id"]][1]
        if lacking > 0:
            words = Text(f"还需 {lacking} 名专家评分", f"Experts still to score: {lacking}")
            missing.append(Reason(row["number"], "scores_missing", words))
    if missing:
        raise ScoresMissing(errors=missing)
    return [Tally(review_id, points, experts) for review_id, (points, experts) in sums.items()]


async def _minimum(tx: Tx, row: Any) -> int:
    """By the rules that the application pinned; at least one where they have no such track."""
    definition = await definition_of(row["rule_version_id"], using=tx.connection)
    track = definition.find_track(row["track"])
    return 1 if track is None else minimum_of(track)


async def _refuse_early(tx: Tx, edition: PublishedEdition, track: Track, now: datetime) -> None:
    problems = []
    if edition.window.status(now) != "closed":
        problems.append(Reason("reason", "window_open", _WINDOW))
    earlier = await count_before(tx, edition.code, track.code, _steps_before(track))
    if earlier:
        words = Text(
            f"还有 {earlier} 件申请在评分之前的环节",
            f"Applications at earlier steps: {earlier}",
        )
        problems.append(Reason("reason", "at_earlier_steps", words))
    if problems:
        raise NotAllIn(errors=problems)


def _steps_before(track: Track) -> list[StageKind]:
    kinds = [stage.kind for stage in track.stages]
    return kinds[: kinds.index("score")]


async def _freeze(
    tx: Tx, scoring_id: UUID, standing: Sequence[Any], tallies: Sequence[Tally]
) -> None:
    applications = {row["review_id"]: row["application_id"] for row in standing}
    places = [
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
    await ScoredPlace.bulk_create(places, using_db=tx.connection)
