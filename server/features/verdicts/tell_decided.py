"""Tells what a decision means for those who wait: the firm one step further, its platform the end."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind, next_stage
from models.rules.terms.programme import TrackTerms
from server.clock import Clock
from server.features.messages.events.movement_words import movement_words
from server.features.messages.events.of_clients import CLIENT_APPROVED, CLIENT_REJECTED
from server.features.messages.events.of_progress import AUDITED, PASSED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_handlers, tell_members
from server.features.programmes.published import definition_of
from server.roles import Role
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue

JOB: Final = "review.decided"

_DECIDED: Final = """
SELECT r.application_id, r.stage, r.verdict, coalesce(r.comment, '') AS reason,
       coalesce(r.cite, '') AS cite, a.stage AS stands_at, a.track, a.rule_version_id, a.award_fen,
       a.filed_by, c.id IS NOT NULL AS in_line, c.locked_at IS NOT NULL AS locked,
       coalesce(p.order_by, '') = 'payment' AS by_payment
  FROM reviews r
  JOIN applications a ON a.id = r.application_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
  LEFT JOIN pools p ON p.id = c.pool_id
 WHERE r.id = $1 AND r.state = 'done' AND r.invalidated_at IS NULL
"""


class _Decided(msgspec.Struct, frozen=True):
    """A review that was decided, and where its application stands by now.

    `in_line`: it has a claim; `by_payment`: of a line that signing and payment order.
    """

    application_id: UUID
    stage: StageKind
    verdict: str
    reason: str
    cite: str
    stands_at: str | None
    track: str
    rule_version_id: UUID
    award_fen: int | None
    filed_by: str
    in_line: bool
    locked: bool
    by_payment: bool


async def tell_decided(review_id: UUID, *, clock: Clock) -> None:
    """Once for each decision that still holds. Raises StoreUnavailable."""
    async with transaction() as tx:
        decided = await find_row(_Decided, _DECIDED, review_id, tx=tx)
        if decided is None:
            return
        if decided.verdict == "pass":
            await _tell_passed(tx, review_id, decided, clock)
        await _tell_platform(tx, review_id, decided, clock)


async def _tell_passed(tx: Tx, review_id: UUID, decided: _Decided, clock: Clock) -> None:
    """Nothing once it has gone further; who filed for its client has endorsed by that alone."""
    definition = await definition_of(decided.rule_version_id, using=tx.connection)
    track = definition.find_track(decided.track)
    event = PASSED.get(decided.stage)
    if track is None or event is None:
        return
    following = next_stage(track.stages, decided.stage)
    filed = decided.stage == "endorse" and decided.filed_by == "platform"
    if following is None or following != decided.stands_at or filed:
        return
    facts = _next(track, following) | (_money(decided) if event == AUDITED else {})
    jobs = await tell_members(
        tx,
        decided.application_id,
        event,
        key=f"passed:{review_id}",
        at=clock.now(),
        facts=facts,
    )
    await enqueue(tx, *jobs)


def _next(track: TrackTerms, following: StageKind) -> dict[str, Fact]:
    step = next(step for step in track.stages if step.kind == following)
    return {"next": step.title.zh, "next_en": step.title.en}


def _money(decided: _Decided) -> dict[str, Fact]:
    """Who has to wait for money is told so, and not what comes after it."""
    if not decided.in_line:
        return {"state": "审核通过", "state_en": "passed", "progress": "已通过第三方审核"}
    state = "locked" if decided.locked else "waiting"
    words = dict[str, Fact](movement_words(state, None, by_payment=decided.by_payment))
    return words if decided.locked else words | {"next": "", "next_en": ""}


async def _tell_platform(tx: Tx, review_id: UUID, decided: _Decided, clock: Clock) -> None:
    """Its client's end of the matter; a platform that decided itself knows."""
    facts: dict[str, Fact]
    if decided.verdict == "reject" and decided.stage != "endorse":
        event, facts = CLIENT_REJECTED, {"reason": decided.reason, "cite": decided.cite}
    elif decided.verdict == "pass" and decided.stage == "approve" and decided.award_fen:
        event, facts = CLIENT_APPROVED, {"amount_fen": decided.award_fen}
    else:
        return
    await tell_handlers(
        tx,
        decided.application_id,
        Role.PLATFORM,
        event,
        key=f"decided:{review_id}",
        at=clock.now(),
        facts=facts,
    )


def to_tell(review_id: UUID) -> Job:
    """The job that tells; after the commit, so that nobody waits for it under the pool's row."""
    return Job(JOB, review_id)
