"""Submitting an application: read and judged by the rules, written in one transaction, then ranked."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from models.rules.acts import may_edit, submission_barrier
from models.rules.award.history import History
from models.rules.line.ranking import Standing
from models.rules.moments import in_future
from models.rules.terms.programme import EditionDefinition
from server.clock import Clock
from server.edge.receipts import Signer
from server.errors import AppError, NotFound
from server.features.applications.admission import HandIn, admit
from server.features.applications.asked import read_asked
from server.features.applications.first_submission import Placed, Written, submit_draft
from server.features.applications.history import had_before
from server.features.applications.refusals import (
    CreditBlocked,
    LineMoved,
    PapersChanged,
    WindowClosed,
)
from server.features.applications.renewal import NotDue, refuse_undue
from server.features.applications.resubmit import resubmit
from server.features.applications.why_not import credit_words, window_words
from server.features.programmes.published import definition_of
from server.features.programmes.window import Window
from server.features.quota.ranking import Ranker
from server.features.quota.standings import NONE, live_standing
from server.roles import Role
from storage.postgres.application_rows import ShownApplication
from storage.postgres.application_states import ApplicationState
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.submission import SubmissionRow, read_for_submission, read_sent_back

Result = TypeVar("Result")
_ATTEMPTS = 8
"""A firm has few applications at once; each further attempt means that one of them moved again."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A draft that has just become a submission: its row, its rules, its place, what is around it."""

    row: ShownApplication
    definition: EditionDefinition
    standing: Standing
    state: ApplicationState


async def submit_application(
    application_id: UUID,
    *,
    user_id: UUID,
    clock: Clock,
    signer: Signer,
    ranker: Ranker,
) -> Submitted | None:
    """Submit a draft, or hand in again what was returned; a repeat changes nothing.

    None where the answer is better read than put together (all but a draft's first submission).
    Run it in a task that the application owns: what follows the commit must not be cut off.
    Raises NotFound, Invalid (`in_future`), WindowClosed, CreditBlocked, AlreadyApplied,
    AlreadyCounted, Incomplete, Ineligible, PoolUsedUp (no waiting list), NotDue; after any of them
    nothing has changed.
    PapersChanged, LineMoved only if papers, or other applications of the firm, keep moving.
    """

    async def attempt() -> Written:
        async with transaction() as tx:
            hand_in = await _read(tx, application_id, user_id, clock=clock, signer=signer)
            tx.created(application_id, status=200)
            return await _hand_in(tx, hand_in)

    written = await repeated(attempt)
    standing = await _rank(written.placed, ranker=ranker)
    if written.row is None or written.state is None:
        return None
    return Submitted(written.row, written.definition, standing, written.state)


async def repeated(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """What was judged may be gone before it is written: then all is read and judged anew.

    Raises PapersChanged, LineMoved only if papers, or other applications of the firm, keep moving.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(PapersChanged, LineMoved):
            return await attempt()
    return await attempt()


async def _read(
    tx: Tx, application_id: UUID, user_id: UUID, *, clock: Clock, signer: Signer
) -> HandIn:
    """Raises NotFound."""
    row, role = await read_for_submission(tx, application_id, user_id), Role.ENTERPRISE
    if row is None:
        row, role = await read_sent_back(tx, application_id, user_id), Role.PLATFORM
    return await as_hand_in(tx, row, role, user_id, clock=clock, signer=signer)


async def as_hand_in(
    tx: Tx, row: SubmissionRow | None, role: str, user_id: UUID, *, clock: Clock, signer: Signer
) -> HandIn:
    """The call that submits this row. Raises NotFound without one."""
    if row is None:
        raise NotFound()
    definition = await definition_of(row.rule_version_id, using=tx.connection)
    track = definition.find_track(row.track)
    if track is None:
        raise NotFound()
    return HandIn(row, definition, track, clock.now(), user_id, signer, role)


async def _hand_in(tx: Tx, hand_in: HandIn) -> Written:
    """Refuse what is too late or too early, judge, write."""
    row, definition = hand_in.row, hand_in.definition
    if not may_edit(row.status):
        return Written(definition)
    if not in_future(hand_in.moments, hand_in.now):
        await refuse_now(tx, hand_in)
    if row.status == "returned":
        asked = await read_asked(tx, hand_in)
        admitted = admit(hand_in, await known_history(tx, hand_in), asked.untouched)
        return await resubmit(tx, hand_in, admitted, asked)
    admitted = admit(hand_in, await known_history(tx, hand_in))
    return await submit_draft(tx, hand_in, admitted)


async def refuse_now(tx: Tx, hand_in: HandIn) -> None:
    """Raises WindowClosed, NotDue, CreditBlocked: the first of `standing_refusals`."""
    for refusal in await standing_refusals(tx, hand_in):
        raise refusal


async def standing_refusals(tx: Tx, hand_in: HandIn) -> list[AppError]:
    """What nothing in the application can mend."""
    row, definition = hand_in.row, hand_in.definition
    window = Window(row.opens_at, row.closes_at, row.closed_at)
    barrier = submission_barrier(
        row.status, window_open=window.is_open(hand_in.now), barred=row.credit_blocked
    )
    found: list[AppError] = []
    if barrier == "window":
        found.append(WindowClosed(window_words(window, hand_in.now)))
    if row.status == "draft":
        try:
            await refuse_undue(tx, definition, hand_in.track, row.enterprise_id)
        except NotDue as undue:
            found.append(undue)
    if row.credit_blocked:
        found.append(CreditBlocked(await credit_words(tx, row.uscc)))
    return found


async def known_history(tx: Tx, hand_in: HandIn) -> History:
    """What the records say that the firm received before, as far as the track asks."""
    return await had_before(
        tx,
        hand_in.definition,
        hand_in.track,
        enterprise_id=hand_in.row.enterprise_id,
        application_id=hand_in.row.id,
        kept=hand_in.kept,
    )


async def _rank(placed: Placed | None, *, ranker: Ranker) -> Standing:
    if placed is None:
        return NONE
    return live_standing(await ranker.rank(placed.pool_id, placed.claim))
