"""Moves an application to its next step and opens the review there."""

from datetime import datetime
from typing import Any, cast

from models.rules.lifecycle import needs_lock, next_stage, next_status
from models.rules.terms.programme import EditionDefinition
from models.tables.applications import Application
from server.features.reviews.case import Case
from server.features.verdicts.outcome import Outcome
from storage.postgres.applications import write_change
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import hold_live_claim
from storage.postgres.reviews import add_review

STEP = ("status", "stage", "ended_at")
"""The columns that say where an application is on its path."""


async def move_on(tx: Tx, case: Case) -> None:
    """One step on; after the last, or with the approval itself, it is approved."""
    application, following = case.application, next_stage(case.track.stages, case.stage)
    if case.stage == "approve" or following is None:
        status = next_status(cast(Any, application.status), "approve")
        application.status = status or application.status
    # Without a fen to pay there is no step of payment, in which it would wait for ever.
    nothing_due = following == "payout" and application.award_fen == 0
    application.stage = None if nothing_due else following
    await write_change(tx, application, STEP, at=case.now)


async def open_next_review(tx: Tx, case: Case, outcome: Outcome) -> None:
    """The next review opens now, or when the claim that it needs is locked (`open_after_lock`)."""
    application, following = case.application, next_stage(case.track.stages, case.stage)
    if application.status != "in_review" or following is None:
        return
    if needs_lock(case.track.stages, following) and not outcome.locked:
        claim = await hold_live_claim(tx, application.id)
        if claim is not None and claim.locked_at is None:
            return
    await open_review(tx, application, case.definition, following, at=case.now)


async def open_review(
    tx: Tx,
    application: Application,
    definition: EditionDefinition,
    stage: str,
    *,
    at: datetime | None,
) -> None:
    """Nothing happens if it is open already; without `at` the transaction's own time counts.

    The caller holds the application's row. The money stage has no review: payouts are its work.
    """
    track = definition.find_track(application.track)
    stages = track.stages if track else ()
    step = next((step for step in stages if step.kind == stage), None)
    if step is not None and step.kind != "payout":
        due_on = step.due_on(definition.edition.year)
        await add_review(tx, application.id, stage, step.role, at=at, due_on=due_on)
