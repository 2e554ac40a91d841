"""Sending an application back (补正): only the items named are open, until a due day."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from models.rules.lifecycle import next_status
from models.rules.workdays import Calendar, add_workdays
from models.tables.ids import new_id
from models.tables.reviews import Correction, Review
from server.clock import SHANGHAI
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.reviews.case import Case
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.passing import save_step
from server.features.verdicts.schemas import Decision, Item
from storage.postgres.core.transaction import Tx

_PARTICULARS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contract_no": "合同编号",
        "signed_at": "签约时间",
        "paid_at": "交费时间",
        "fee_fen": "服务费金额",
        "paid_fen": "已付金额",
    }
)


async def return_application(
    tx: Tx, case: Case, given: Decision, outcome: Outcome, *, calendar: Calendar
) -> None:
    """The claim stays live with its key and its money until the due day has passed."""
    application = case.application
    application.status = next_status("in_review", "return") or application.status
    await save_step(tx, case)
    await _void_later(tx, case)
    items = given.items or []
    due_on = await _ask(tx, case, items, calendar)
    outcome.detail |= {"items": sorted(item.item for item in items), "due_on": due_on}
    outcome.jobs += await tell_members(
        tx,
        application.id,
        "application.returned",
        key=f"returned:{case.review.id}",
        at=case.now,
        facts=_facts(case, given, items, due_on),
    )


def due_day(calendar: Calendar, from_on: date, workdays: int) -> date | None:
    """The last day for a correction; None while a year on the way is not published."""
    due = add_workdays(calendar, from_on, workdays)
    return None if due.provisional else due.on


async def _ask(tx: Tx, case: Case, items: Sequence[Item], calendar: Calendar) -> date | None:
    workdays = case.definition.edition.correction_workdays
    today = case.now.astimezone(SHANGHAI).date()
    due_on = due_day(calendar, today, workdays)
    for item in items:
        await Correction.create(
            id=new_id(),
            application_id=case.application.id,
            review_id=case.review.id,
            item=item.item,
            reason=item.reason,
            workdays=workdays,
            from_on=today,
            due_on=due_on,
            asked_at=case.now,
            using_db=tx.connection,
        )
    return due_on


async def _void_later(tx: Tx, case: Case) -> None:
    """Reviews after this step lose their meaning; what they found stays on record."""
    kinds = [step.kind for step in case.track.stages]
    later = kinds[kinds.index(case.stage) + 1 :]
    reviews = Review.filter(application_id=case.application.id, stage__in=later)
    held = reviews.using_db(tx.connection)
    await held.filter(state="open").update(state="void", invalidated_at=case.now)
    await held.filter(state="done", invalidated_at=None).update(invalidated_at=case.now)


def _facts(
    case: Case, given: Decision, items: Sequence[Item], due_on: date | None
) -> dict[str, Fact]:
    asked = [f"{_label(case, item.item)}({item.reason})" for item in items]
    facts: dict[str, Fact] = {"items": ";".join(asked)}
    if given.comment:
        facts["reason"] = given.comment
    return facts if due_on is None else facts | {"due_on": due_on}


def _label(case: Case, item: str) -> str:
    """The item as the firm knows it."""
    fact = case.track.find_fact(item.removeprefix("facts."))
    if item.startswith("facts.") and fact is not None:
        return fact.label.zh
    labels = {material.kind: material.label.zh for material in case.track.materials}
    return labels.get(item) or _PARTICULARS.get(item, item)
