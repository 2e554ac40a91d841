"""Passes many reviews in one call: a wrong one stops no other, the line is read once for several."""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound, Unavailable
from server.features.quota.ranking import Ranker
from server.features.reviews.case import (
    Case,
    hold_case,
    require_decided_here,
    require_free,
    require_open,
)
from server.features.reviews.refusals import BulkNotAllowed
from server.features.verdicts.bulk_chunks import Chunk, chunks_of
from server.features.verdicts.check_verdict import check_verdict, stated_of
from server.features.verdicts.decide import carry_out, close_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import BulkPass, Decision
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import LOST, Tx, transaction
from storage.postgres.money.held_line import HeldLine
from storage.postgres.money.lock import hold_applications, hold_line

_LOG = logging.getLogger(__name__)
_LOST: Final = (StoreUnavailable, *LOST)


@dataclass(frozen=True, slots=True)
class _Act:
    """Who passes, with which words, by whose clock."""

    given: BulkPass
    by: Identity
    clock: Clock
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Passing:
    """What came of one id; without a refusal it was passed. `number` is None for what is not found."""

    id: UUID
    number: str | None = None
    refusal: AppError | None = None


@dataclass(slots=True)
class _Done:
    """What one transaction came to."""

    results: dict[UUID, AppError | None] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)


async def pass_reviews(
    given: BulkPass,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
) -> list[Passing]:
    """One result for each id, in the order given; claims are decided in key order.

    Where the path wants a statement, `checklist` says of every kind of paper that it was checked in
    each; those of which it does not are refused. What was passed before an outage stays passed, and
    the caller learns which.
    """
    wanted = list(dict.fromkeys(given.ids))
    results: dict[UUID, AppError | None] = {review_id: NotFound() for review_id in wanted}
    act = _Act(given, by, clock, calendar)
    found, numbers = await chunks_of(wanted, by)
    chunks = deque(found)
    while chunks:
        chunk = chunks.popleft()
        done = await _done(chunk, act)
        if done is None:
            chunks.extendleft(reversed(chunk.singly()))
            continue
        for outcome in done.outcomes:
            await outcome.rank(ranker=ranker)
        results |= done.results
    return [Passing(one, numbers.get(one), results[one]) for one in wanted]


async def _done(chunk: Chunk, act: _Act) -> _Done | None:
    """None where nobody foresaw what happened to one of several: to be passed one by one then."""
    try:
        return await _pass_chunk(chunk, act)
    except _LOST:
        return _Done(dict.fromkeys(chunk.review_ids, Unavailable()))
    except Exception as failure:
        if len(chunk.review_ids) > 1:
            _LOG.warning("%s in a bulk: each has its own transaction now", type(failure).__name__)
            return None
        if not isinstance(failure, AppError):
            raise
        (review_id,) = chunk.review_ids
        return _Done({review_id: failure})


async def _pass_chunk(chunk: Chunk, act: _Act) -> _Done:
    """All in one transaction. The pool is taken once all that does not need it has been done."""
    done = _Done()
    closed: list[tuple[Case, Decision, Outcome]] = []
    async with transaction() as tx:
        if chunk.application_ids:
            await hold_applications(tx, chunk.application_ids)
        for review_id in chunk.review_ids:
            try:
                case, decision = await _check(tx, review_id, act)
            except AppError as refusal:
                done.results[review_id] = refusal
                continue
            closed.append((case, decision, await close_review(tx, case, decision)))
        line = await _held(tx, chunk, [case for case, _, _ in closed], act)
        for case, decision, outcome in closed:
            outcome.line = line
            await carry_out(tx, case, decision, outcome, calendar=act.calendar)
            done.outcomes.append(outcome)
            done.results[case.review.id] = None
    return done


async def _check(tx: Tx, review_id: UUID, act: _Act) -> tuple[Case, Decision]:
    """Raises every refusal of a pass that corrects nothing, before anything is written."""
    case = await hold_case(tx, review_id, by=act.by, now=act.clock.now())
    require_decided_here(case)
    if case.step.bulk_rule == "none":
        raise BulkNotAllowed()
    case, checklist = replace(case, in_bulk=True), stated_of(case, act.given.checklist)
    decision = Decision(verdict="pass", comment=act.given.comment, checklist=checklist)
    check_verdict(case, decision)
    require_open(case)
    require_free(case)
    return case, decision


async def _held(tx: Tx, chunk: Chunk, cases: Sequence[Case], act: _Act) -> HeldLine | None:
    if chunk.pool_id is None or not cases:
        return None
    applications = [case.application.id for case in cases]
    return await hold_line(tx, chunk.pool_id, applications, actor_id=act.by.user_id)
