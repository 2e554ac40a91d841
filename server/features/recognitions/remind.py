"""Reminds holders of what they owe: before it is due, and once when it is overdue."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from models.rules.recognition import next_summary, reminds_from
from models.rules.terms.recognition import RecognitionTerms as Terms
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.messages.events.of_lists import (
    REVIEW_DUE,
    REVIEW_OVERDUE,
    SUMMARY_DUE,
    SUMMARY_OVERDUE,
)
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_firm
from server.features.recognitions.list import terms_of
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction

# Nothing is withdrawn by the clock: the authority decides (第十四条, 第十五条).
_HELD = """
SELECT r.id, r.edition_id, r.track, r.title, r.valid_from, r.review_due_on, e.uscc,
       ARRAY(SELECT p.year FROM recognition_reports p
              WHERE p.recognition_id = r.id AND p.kind = 'summary') AS reported
  FROM recognitions r JOIN enterprises e ON e.id = r.enterprise_id
 WHERE r.state = 'valid' AND r.id > $1 ORDER BY r.id LIMIT 500
"""
# Between the list and the message it may have been withdrawn, or confirmed.
_STILL_OWED = """
SELECT EXISTS (SELECT 1 FROM recognitions
                WHERE id = $1 AND state = 'valid' AND review_due_on IS NOT DISTINCT FROM $2)
"""
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message; its key makes it once a person."""

    event: str
    key: str
    facts: dict[str, Fact]


class _Held(msgspec.Struct, frozen=True):
    """A valid entry and its holder; `reported` are the years whose summaries were accepted."""

    id: UUID
    edition_id: str
    track: str
    title: str
    valid_from: date
    review_due_on: date | None
    uscc: str
    reported: list[int]


async def remind_holders(*, clock: Clock) -> None:
    """One round over all valid entries. Raises StoreUnavailable."""
    after = _FIRST

    async def remind(entry: _Held) -> None:
        terms = await terms_of(entry.edition_id, entry.track)
        for reminder in reminders(entry, terms, clock.today()):
            async with transaction() as tx:
                if not await tx.raw.fetchval(_STILL_OWED, entry.id, entry.review_due_on):
                    return
                await tell_firm(
                    tx,
                    entry.uscc,
                    reminder.event,
                    key=reminder.key,
                    at=clock.now(),
                    facts=reminder.facts,
                )

    while entries := await list_rows(_Held, _HELD, after, tx=None):
        await one_by_one(entries, remind)
        after = entries[-1].id


def reminders(entry: _Held, terms: Terms | None, today: date) -> list[Reminder]:
    """What the holder is to be told today of what it owes."""
    if terms is None:
        return []
    found: list[Reminder] = []
    facts: dict[str, Fact] = {"title": entry.title}
    review = entry.review_due_on
    if review is not None and reminds_from(review, terms) <= today:
        event = REVIEW_OVERDUE if review < today else REVIEW_DUE
        found.append(Reminder(event, f"{event}:{entry.id}:{review}", facts | {"due_on": review}))
    summary = next_summary(terms, entry.valid_from, entry.reported)
    if summary is not None and reminds_from(summary.due_on, terms) <= today:
        event = SUMMARY_OVERDUE if summary.due_on < today else SUMMARY_DUE
        about: dict[str, Fact] = {"due_on": summary.due_on, "year": summary.year}
        found.append(Reminder(event, f"{event}:{entry.id}:{summary.year}", facts | about))
    return found
