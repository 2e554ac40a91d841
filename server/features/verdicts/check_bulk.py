"""Tells what a pass of many in one act would come to: how many, how much, what must be stated."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.acts import is_decided_here, is_step_open
from models.rules.terms.programme import TrackTerms
from models.tables.reviews import Review
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.features.identity.conflicts import ConflictOfInterest
from server.features.programmes.published import definition_of
from server.features.reviews.case import holder
from server.features.reviews.readers import may_act
from server.features.reviews.refusals import (
    AlreadyDecided,
    BulkNotAllowed,
    DecidedElsewhere,
    Taken,
)
from server.features.reviews.worklist import RELATED, reviews_within
from server.features.verdicts.bulk import Passing
from server.features.verdicts.results import present_results
from server.features.verdicts.schemas import BulkCheck, StatedPaper
from storage.postgres.application_states import ApplicationState, read_states
from storage.postgres.core.transaction import postgres_errors

_STATED: Final = "statement"


async def check_bulk(
    ids: Sequence[UUID], *, by: Identity, clock: Clock, english: bool
) -> BulkCheck:
    """As it is now: somebody else may be faster, and the pass itself says so then."""
    wanted, now = list(dict.fromkeys(ids)), clock.now()
    with postgres_errors():
        found = await reviews_within(by).filter(id__in=wanted).select_related(*RELATED)
    states = await read_states([review.application_id for review in found], by.user_id)
    tracks = {review.id: await _track_of(review) for review in found}
    passings = {one: Passing(one, None, NotFound()) for one in wanted}
    for review in found:
        state = states[review.application_id]
        refusal = _refusal(review, tracks[review.id], state, by=by, now=now)
        passings[review.id] = Passing(review.id, review.application.number, refusal)
    able = [review for review in found if passings[review.id].refusal is None]
    return BulkCheck(
        count=len(able),
        amount_fen=sum(review.application.award_fen or 0 for review in able),
        statement=_statement(able, tracks, english),
        results=present_results(list(passings.values()), english=english).results,
    )


async def _track_of(review: Review) -> TrackTerms | None:
    definition = await definition_of(review.application.rule_version_id)
    return definition.find_track(review.application.track)


def _refusal(
    review: Review,
    track: TrackTerms | None,
    state: ApplicationState,
    *,
    by: Identity,
    now: datetime,
) -> AppError | None:
    """What the pass would say of it, as far as that can be told before the papers are stated."""
    application = review.application
    if not is_decided_here(review.stage):
        return DecidedElsewhere()
    if _rule_of(review, track) == "none":
        return BulkNotAllowed()
    if not may_act(by, review.role, state):
        return ConflictOfInterest()
    if not is_step_open(
        application.status,
        application.stage,
        review_stage=review.stage,
        review_state=review.state,
    ):
        return AlreadyDecided()
    return Taken() if holder(review, now) not in (None, by.user_id) else None


def _rule_of(review: Review, track: TrackTerms | None) -> str:
    steps = () if track is None else track.stages
    return next((step.bulk_rule for step in steps if step.kind == review.stage), "none")


def _statement(
    able: Sequence[Review], tracks: dict[UUID, TrackTerms | None], english: bool
) -> list[StatedPaper]:
    """Each kind once, in the order in which the tracks ask for them."""
    kinds: dict[str, str] = {}
    for review in able:
        track = tracks[review.id]
        if track is None or _rule_of(review, track) != _STATED:
            continue
        for material in track.materials:
            if material.required:
                kinds.setdefault(material.kind, material.label.in_language(english))
    return [StatedPaper(kind, label) for kind, label in kinds.items()]
