"""Decides appeals for the authority; one that is upheld puts the application back where it ended."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, cast
from uuid import UUID

import msgspec

from models.rules.award.decided import DECIDED_KINDS
from models.rules.exclusions import exclusion_keys
from models.rules.lifecycle import next_status
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.reviews import Appeal
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.applications.assessment import Judged
from server.features.applications.count_clients import count_clients
from server.features.applications.duplicates import refuse_duplicate
from server.features.applications.history import asks_history
from server.features.applications.renewal import refuse_undue
from server.features.exceptions.appeal import last_decision
from server.features.exceptions.schemas import AppealDecision
from server.features.messages.events.of_applications import APPEAL_DISMISSED, APPEAL_UPHELD
from server.features.messages.tell import tell_members
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from server.features.recognitions.restore import restore_title
from server.features.reviews.case import hold_in_scope
from server.features.reviews.refusals import AlreadyDecided
from server.features.verdicts.next_step import STEP, open_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.reassess import judge_again
from server.roles import Role
from storage.postgres.appeals import close_appeal
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.award_lines import write_award
from storage.postgres.money.claims import touch_claim
from storage.postgres.money.lock import hold_pool, next_in_turn
from storage.postgres.money.slots import retake_slots

_TOLD: Final[Mapping[str, str]] = MappingProxyType(
    {"upheld": APPEAL_UPHELD, "dismissed": APPEAL_DISMISSED}
)
_BACK: Final = Text(
    "排队先后按原来的时间计算；额度是否仍够，以“我的申请”里的最新状态为准。",
    "Its place in the line is the one it had; whether the money still reaches it: see"
    " “My applications”.",
)
_LAST_CLAIM: Final = """
SELECT id, pool_id, amount_fen FROM claims WHERE application_id = $1 ORDER BY sequence DESC LIMIT 1
"""


class _LastClaim(msgspec.Struct, frozen=True):
    id: UUID
    pool_id: UUID
    amount_fen: int


async def decide_appeal(
    appeal_id: UUID,
    given: AppealDecision,
    *,
    by: Identity,
    clock: Clock,
    ranker: Ranker,
) -> None:
    """Raises NotFound, ConflictOfInterest, AlreadyDecided, AlreadyApplied (it has applied anew),
    AlreadyCounted (a client of its list counts elsewhere by now), NotDue (what a title owes is in).
    """
    outcome, now = Outcome(), clock.now()
    async with transaction() as tx:
        known = await Appeal.get_or_none(id=appeal_id, using_db=tx.connection)
        if known is None:
            raise NotFound()
        application, _ = await hold_in_scope(tx, known.application_id, by=by, role=Role.AUTHORITY)
        raised = await Appeal.get(id=appeal_id, using_db=tx.connection)
        if raised.state != "open":
            raise AlreadyDecided()
        await close_appeal(tx, raised, given.verdict, given.comment, by=by.user_id, at=now)
        if given.verdict == "upheld":
            await restore_title(tx, application, by=by.user_id, now=now)
            await _reinstate(tx, application, outcome, clock=clock)
        line = AuditEntry(
            "application",
            application.id,
            now,
            by.user_id,
            Role.AUTHORITY,
            f"appeal.{given.verdict}",
            {"appeal": str(appeal_id)} | _cited(given) | _key_of(outcome),
            given.comment,
        )
        await write_audit(tx, line)
        outcome.jobs += await tell_members(
            tx,
            application.id,
            _TOLD[given.verdict],
            key=f"appeal:{appeal_id}",
            at=now,
            facts={"reason": given.comment} | _cited(given) | _in_line(outcome),
        )
        await enqueue(tx, *outcome.jobs)
        tx.created(appeal_id, status=200)
    await outcome.rank(ranker=ranker)


def _cited(given: AppealDecision) -> dict[str, str]:
    return {} if given.cite is None else {"cite": given.cite}


def _in_line(outcome: Outcome) -> dict[str, str]:
    """What is said of its place, where it stands in a line again."""
    return {} if outcome.placed is None else {"line": _BACK.zh, "line_en": _BACK.en}


def _key_of(outcome: Outcome) -> dict[str, str]:
    """The key with which its claim is in the line again."""
    return {} if outcome.placed is None else {"key": outcome.placed[1].key}


async def _reinstate(tx: Tx, application: Application, outcome: Outcome, *, clock: Clock) -> None:
    """Back to the step that ended it; its claim keeps its key (quota.md), and locks in its turn.

    In a closed edition too: if no money reaches it there, it is ended there as not funded.
    """
    now = clock.now()
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    track = definition.find_track(application.track)
    last = await last_decision(tx, application)
    if track is None or last is None:
        raise NotFound()
    enterprise = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
    await refuse_undue(tx, definition, track, enterprise.id)
    judged = await judge_again(tx, application, definition, track)
    keys = exclusion_keys(definition, track, judged.reading.values, judged.working)
    slots = [(new_id(), key) for key in keys]
    if not await retake_slots(tx, enterprise.uscc, application.id, slots, at=now):
        await refuse_duplicate(
            tx, definition, judged, uscc=enterprise.uscc, applicant=application.id
        )
    await count_clients(tx, definition, track, application.id, at=now)
    most_fen = await _limit_award(tx, application, track, judged)
    status = next_status(cast(Any, application.status), "reinstate")
    application.status, application.stage = status or application.status, last.stage
    application.ended_at = None
    await write_change(tx, application, [*STEP, "award_fen", "history"], at=now)
    if await _revive_claim(tx, application.id, outcome, most_fen=most_fen, clock=clock):
        outcome.jobs.append(next_in_turn(outcome.placed[0]))  # type: ignore[index]  # just set
    else:
        await open_review(tx, application, definition, last.stage, at=now)


async def _limit_award(
    tx: Tx, application: Application, track: TrackTerms, judged: Judged
) -> int | None:
    """What is left of its cap, which others of the firm may have used; None without such a cap."""
    if track.award.kind in DECIDED_KINDS or not asks_history(track):
        return None
    award_fen = min(application.award_fen or 0, judged.working.award_fen or 0)
    application.award_fen = award_fen
    await write_award(tx, application.id, award_fen)
    return award_fen


async def _revive_claim(
    tx: Tx, application_id: UUID, outcome: Outcome, *, most_fen: int | None, clock: Clock
) -> bool:
    """Whether it had passed: then its review opens once it is locked again."""
    claim = await find_row(_LastClaim, _LAST_CLAIM, application_id, tx=tx)
    if claim is None:
        return False
    pool = await hold_pool(tx, claim.pool_id)
    changes: dict[str, Any] = {"live": True}
    if most_fen is not None:
        changes["amount_fen"] = min(claim.amount_fen, most_fen)
    row = await touch_claim(tx, claim.id, changes, at=clock.now())
    outcome.touched(row, pool.epoch)
    return row.passed_at is not None
