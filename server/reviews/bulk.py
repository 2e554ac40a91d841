"""Many passes in one call: a wrong one stops no other, and the line is read once for several."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from server.clock import Clock
from server.errors import AppError
from server.quota.ranking import ApplyPort, RankedMarks
from server.reviews.bulk_chunks import Chunk, chunks_of
from server.reviews.case import hold_case
from server.reviews.check_verdict import check_verdict, every_paper_in_order
from server.reviews.decide import decide_case
from server.reviews.outcome import Outcome
from server.reviews.schemas import BulkPass, Decision, Result
from server.web.auth import Identity
from storage.errors import StoreUnavailable
from storage.postgres.held_line import HeldLine
from storage.postgres.lock import hold_line
from storage.postgres.transaction import LOST, Tx, transaction

_LOST: Final = (StoreUnavailable, *LOST)


@dataclass(frozen=True, slots=True)
class _Act:
    """Who passes, with which words, by whose clock."""

    given: BulkPass
    by: Identity
    clock: Clock
    calendar: Calendar


@dataclass(slots=True)
class _Done:
    """What one transaction came to; `failure` is what nobody foresaw."""

    results: dict[UUID, Result] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    failure: Exception | None = None


async def pass_reviews(
    given: BulkPass,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    quota: ApplyPort,
    marks: RankedMarks,
) -> list[Result]:
    """One result for each id, in the order given; claims are decided in key order.

    An auditor's pass in bulk stands for a checklist in which every required paper is in order.
    What was passed before an outage stays passed, and the caller learns which.
    """
    wanted = list(dict.fromkeys(given.ids))
    results = {review_id: Result(review_id, False, "not_found") for review_id in wanted}
    act = _Act(given, by, clock, calendar)
    for chunk in await chunks_of(wanted, by):
        try:
            done = await _pass_chunk(chunk, act)
        except _LOST:
            results |= _unavailable(chunk)
            continue
        for outcome in done.outcomes:
            await outcome.rank(quota=quota, marks=marks)
        if done.failure is not None:
            raise done.failure
        results |= done.results
    return [results[review_id] for review_id in wanted]


async def _pass_chunk(chunk: Chunk, act: _Act) -> _Done:
    """All in one transaction, each behind a savepoint of its own."""
    done = _Done()
    async with transaction() as tx:
        line = await _held(tx, chunk, act)
        for review_id in chunk.review_ids:
            try:
                async with tx.raw.transaction():
                    done.outcomes.append(await _pass_one(tx, review_id, act, line))
                done.results[review_id] = Result(review_id, True)
            except AppError as refusal:
                done.results[review_id] = Result(review_id, False, refusal.code)
            except _LOST:
                raise
            except Exception as failure:  # noqa: BLE001  # raised again once the others are kept
                done.failure = failure
                break
    return done


async def _held(tx: Tx, chunk: Chunk, act: _Act) -> HeldLine | None:
    if chunk.pool_id is None:
        return None
    return await hold_line(tx, chunk.pool_id, chunk.application_ids, actor_id=act.by.user_id)


async def _pass_one(tx: Tx, review_id: UUID, act: _Act, line: HeldLine | None) -> Outcome:
    case = await hold_case(tx, review_id, by=act.by, now=act.clock.now())
    checklist = every_paper_in_order(case) if case.stage == "audit" else {}
    one = Decision(verdict="pass", comment=act.given.comment, checklist=checklist)
    check_verdict(case, one)
    return await decide_case(tx, case, one, calendar=act.calendar, line=line)


def _unavailable(chunk: Chunk) -> Mapping[UUID, Result]:
    return {one: Result(one, False, "unavailable") for one in chunk.review_ids}
