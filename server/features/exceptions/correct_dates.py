"""The authority corrects when an application was signed and paid, outside of any review."""

from typing import Any
from uuid import UUID

from models.rules.acts import may_correct_dates
from models.rules.lifecycle import ENDED
from models.rules.moments import NAMES
from models.rules.reasons import Reason, Text
from models.tables.applications import Application
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.errors import Invalid, NotFound
from server.features.applications.refusals import NotEditable
from server.features.exceptions.schemas import CorrectedDates
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from server.features.reviews.case import hold_in_scope
from server.features.verdicts.after_correction import after_correction
from server.features.verdicts.correcting import Correcting, correct_values, read_corrected
from server.features.verdicts.outcome import Outcome
from server.roles import Role
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue

_EMPTY = Text(
    "签约时间和交费时间都没有填写，请至少填写一个要更正的时间", "Give at least one of the two times"
)
_HAS_ENDED = Text(
    "申请已经结束，签约和交费时间不需要再更正", "The application has ended; its times stand"
)


async def correct_dates(
    application_id: UUID,
    given: CorrectedDates,
    *,
    by: Identity,
    clock: Clock,
    signer: Signer,
    ranker: Ranker,
) -> None:
    """Move the claim to where the papers put it, earlier or later; the same again changes nothing.

    Run it in a task that the application owns. Raises NotFound, ConflictOfInterest, Invalid,
    NotEditable (ended, or its payment is under way), Ineligible.
    """
    outcome, now = Outcome(), clock.now()
    async with transaction() as tx:
        application, _ = await hold_in_scope(tx, application_id, by=by, role=Role.AUTHORITY)
        tx.created(application_id, status=200)
        if given.signed_at is None and given.paid_at is None:
            raise Invalid(errors=[Reason(name, "required", _EMPTY) for name in NAMES])
        corrected = read_corrected({"signed_at": given.signed_at, "paid_at": given.paid_at})
        correcting = await _correcting(tx, application, by=by, clock=clock)
        changed = await correct_values(tx, correcting, corrected, outcome)
        if not changed:
            return
        await write_change(tx, application, [], at=now)
        line = AuditEntry(
            "application",
            application_id,
            now,
            by.user_id,
            Role.AUTHORITY,
            "authority.dates_corrected",
            _detail(changed, outcome),
            given.reason,
        )
        await write_audit(tx, line)
        messages = await after_correction(
            tx, application_id, changed, reason=given.reason, signer=signer, now=now
        )
        await enqueue(tx, *outcome.jobs, *messages)
    await outcome.rank(ranker=ranker)


def _detail(changed: dict[str, dict[str, Any]], outcome: Outcome) -> dict[str, Any]:
    """Old and new of each, as of a reviewer's own corrections, and the key that came of it."""
    key = None if outcome.placed is None else outcome.placed[1].key
    fields = [name for name in changed if name.endswith("_at")]
    return {"verified": changed, "fields": fields, "key": key}


async def _correcting(
    tx: Tx, application: Application, *, by: Identity, clock: Clock
) -> Correcting:
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    track = definition.find_track(application.track)
    if track is None:
        raise NotFound()
    if application.status in ENDED:
        raise NotEditable(_HAS_ENDED)
    if not may_correct_dates(application.status):
        raise NotEditable()
    return Correcting(application, definition, track, by.user_id, clock.now())
