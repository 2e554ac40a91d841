"""Sends an application back (补正): only the items named are open, until a due day."""

from collections.abc import Sequence
from datetime import date

import msgspec

from models.rules.lifecycle import next_status
from models.rules.workdays import Calendar, add_workdays
from models.tables.enterprises import Enterprise
from models.tables.evidence import Evidence
from models.tables.ids import new_id
from models.tables.reviews import Correction
from server.clock import SHANGHAI
from server.features.applications.standing_items import (
    CLIENTS,
    KeptPage,
    Stood,
    Whole,
    digest_of_clients,
    what_stands,
)
from server.features.reviews.case import Case
from server.features.verdicts.next_step import STEP
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision, Item
from storage.postgres.applications import write_change
from storage.postgres.core.transaction import Tx
from storage.postgres.reviews import add_correction, void_reviews


async def return_application(
    tx: Tx, case: Case, given: Decision, outcome: Outcome, *, calendar: Calendar
) -> None:
    """The claim stays live with its key and its money until the due day has passed.

    Reviews after this step are void: they would be decided on what is corrected now.
    """
    application = case.application
    application.status = next_status("in_review", "return") or application.status
    await write_change(tx, application, STEP, at=case.now)
    kinds = [step.kind for step in case.track.stages]
    later = kinds[kinds.index(case.stage) + 1 :]
    await void_reviews(tx, application.id, later, at=case.now)
    items = given.items or []
    due_on = await _ask(tx, case, items, calendar)
    outcome.detail |= {"items": sorted(item.item for item in items), "due_on": due_on}


def due_day(calendar: Calendar, from_on: date, workdays: int) -> date | None:
    """The last day for a correction; None while a year on the way is not published."""
    due = add_workdays(calendar, from_on, workdays)
    return None if due.provisional else due.on


async def _ask(tx: Tx, case: Case, items: Sequence[Item], calendar: Calendar) -> date | None:
    workdays = case.definition.edition.correction_workdays
    today = case.now.astimezone(SHANGHAI).date()
    due_on = due_day(calendar, today, workdays)
    before = await _before(tx, case, [item.item for item in items])
    for item in items:
        correction = Correction(
            id=new_id(),
            application_id=case.application.id,
            review_id=case.review.id,
            item=item.item,
            reason=item.reason,
            workdays=workdays,
            from_on=today,
            due_on=due_on,
            asked_at=case.now,
            before=msgspec.to_builtins(before[item.item]),
        )
        await add_correction(tx, correction)
    return due_on


async def _before(tx: Tx, case: Case, items: Sequence[str]) -> dict[str, Stood]:
    """What stands at the items now: whether they were seen to is told by it."""
    application = case.application
    papers = Evidence.filter(application_id=application.id, deleted_at=None)
    pages: dict[str, list[KeptPage]] = {}
    for paper in await papers.using_db(tx.connection).order_by("id"):
        pages.setdefault(paper.kind, []).append(KeptPage(paper.id, paper.name, paper.sha256))
    firm = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    clients = await digest_of_clients(tx, application.id) if CLIENTS in items else None
    whole = Whole(application, application.facts, firm, pages, clients)
    return what_stands(case.track, items, whole)
