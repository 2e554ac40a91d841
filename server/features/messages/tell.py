"""Telling people of an event: inbox entries, written inside the business transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.lifecycle import STATUSES, Status
from server.features.messages.contact import contact_facts
from server.features.messages.events import EVENT_TEXTS, EventText
from server.features.messages.events.standing import STANDS
from server.features.messages.formats import Fact
from server.features.messages.texts import inbox_text, read_facts, stored_facts
from storage.postgres.application_rows import SHOWN_TO_MEMBERS
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from storage.postgres.notifications import NewEntry, add_entries
from storage.postgres.persons import hold_living
from storage.postgres.reach import who_reaches_application

_APPLICATION = f"""
SELECT a.number, a.status, a.rule_version_id, a.enterprise_id, coalesce(f.name, '') AS enterprise,
       p.title AS programme,
       ARRAY(SELECT m.user_id FROM enterprise_members m
              WHERE m.enterprise_id = a.enterprise_id AND m.left_at IS NULL
                AND {SHOWN_TO_MEMBERS}
              ORDER BY m.user_id) AS members
  FROM applications a
  JOIN editions e ON e.code = a.edition_id
  JOIN programmes p ON p.code = e.programme_id
  LEFT JOIN enterprises f ON f.id = a.enterprise_id
 WHERE a.id = $1
"""
_FIRM = """
SELECT e.id, ARRAY(SELECT m.user_id FROM enterprise_members m
                    WHERE m.enterprise_id = e.id AND m.left_at IS NULL
                    ORDER BY m.user_id) AS members
  FROM enterprises e WHERE e.uscc = $1
"""
_STAFF = """
SELECT array_agg(DISTINCT g.user_id)
  FROM grants g JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL
  JOIN platforms f ON f.organisation_id = g.organisation_id
 WHERE f.id = $1 AND g.role = 'platform' AND g.valid_from <= $2
   AND (g.valid_to IS NULL OR g.valid_to > $2)
"""


class _Application(msgspec.Struct, frozen=True):
    """What every text about an application names, and whom it is told to."""

    number: str
    status: Status
    rule_version_id: UUID
    enterprise_id: UUID | None
    enterprise: str
    programme: str
    members: list[UUID]

    def facts(self, application_id: UUID) -> dict[str, Fact]:
        """What every text about it may name."""
        return {
            "application_id": str(application_id),
            "application_no": self.number,
            "programme": self.programme,
        }


class _Firm(msgspec.Struct, frozen=True):
    id: UUID
    members: list[UUID]


async def tell_members(
    tx: Tx,
    application_id: UUID,
    event: str,
    *,
    key: str,
    at: datetime,
    facts: Mapping[str, Fact],
) -> list[Job]:
    """Put the event into the inbox of every member of the firm; a repeated `key` changes nothing.

    Nothing is told that is not true (any more) in the application's present status (`standing.py`).

    Returns the jobs that send its WeChat messages: the caller enqueues them with its own, once.
    `key` names this one happening ("returned:<review id>"), at most 120 characters. `facts`
    are what the event's texts name (`messages/events`; a text without its facts leaves the line
    out): amounts in whole fen, days as dates or ISO text. Raises KeyError for an unknown event.
    """
    application = await find_row(_Application, _APPLICATION, application_id, tx=tx)
    if application is None or application.status not in STANDS[event]:
        return []
    text, about = EVENT_TEXTS[event], application.facts(application_id)
    about |= await contact_facts(tx, text, application.rule_version_id)
    entry = _entry(event, text, {**facts, **about, "at": at}, key=key, at=at)
    firm = application.enterprise_id
    entry = replace(entry, application_id=application_id, enterprise_id=firm)
    if text.template is None:
        await add_entries(tx, application.members, entry)
        return []
    made = await add_entries(tx, application.members, replace(entry, message_state="queued"))
    return [Job("notification.send", entry_id, dedupe_key=f"send:{entry_id}") for entry_id in made]


async def tell_firm(
    tx: Tx, uscc: str, event: str, *, key: str, at: datetime, facts: Mapping[str, Fact]
) -> None:
    """Put the event into the inbox of every member; nobody is told of a firm that has none.

    For what concerns no application of theirs. A repeated `key` changes nothing. Raises KeyError
    for an unknown event, ValueError for one that WeChat would carry.
    """
    firm = await find_row(_Firm, _FIRM, uscc, tx=tx)
    if firm is not None:
        whose = firm.members
        await tell_people(tx, whose, event, key=key, at=at, facts=facts, firm=firm.id)


async def tell_platform(
    tx: Tx, platform_id: UUID, event: str, *, key: str, at: datetime, facts: Mapping[str, Fact]
) -> None:
    """Put the event into the inbox of everybody who acts for the platform now; else as `tell_firm`."""
    staff = await tx.raw.fetchval(_STAFF, platform_id, at)
    await tell_people(tx, staff or [], event, key=key, at=at, facts=facts)


async def tell_handlers(
    tx: Tx,
    application_id: UUID,
    role: str,
    event: str,
    *,
    key: str,
    at: datetime,
    facts: Mapping[str, Fact],
) -> None:
    """Put the event into the inbox of all whose grant in that role reaches the application.

    Its number, programme and firm are facts of every such event. As `tell_members` nothing is told
    that is not true (any more); else as `tell_firm`.
    """
    application = await find_row(_Application, _APPLICATION, application_id, tx=tx)
    if application is None or application.status not in STANDS.get(event, STATUSES):
        return
    about = {**facts, **application.facts(application_id), "enterprise": application.enterprise}
    about |= await contact_facts(tx, EVENT_TEXTS[event], application.rule_version_id)
    people = await who_reaches_application(tx, application_id, role)
    await tell_people(tx, people, event, key=key, at=at, facts=about, application_id=application_id)


async def tell_person(
    tx: Tx, user_id: UUID, event: str, *, key: str, at: datetime, facts: Mapping[str, Fact]
) -> None:
    """Put the event into one person's inbox, for what concerns no firm; else as `tell_firm`.

    Who has closed their account is told nothing.
    """
    if await hold_living(tx, user_id):
        await tell_people(tx, [user_id], event, key=key, at=at, facts=facts)


async def tell_people(
    tx: Tx,
    user_ids: Sequence[UUID],
    event: str,
    *,
    key: str,
    at: datetime,
    facts: Mapping[str, Fact],
    application_id: UUID | None = None,
    firm: UUID | None = None,
) -> None:
    """Put the event into these inboxes; with `firm` it shows only to who acts for it. As `tell_firm`."""
    text = EVENT_TEXTS[event]
    if text.template is not None:
        raise ValueError(f"{event} is told about an application: its message leads there")
    entry = _entry(event, text, {**facts, "at": at}, key=key, at=at)
    entry = replace(entry, application_id=application_id, enterprise_id=firm)
    await add_entries(tx, user_ids, entry)


def _entry(
    event: str, text: EventText, facts: Mapping[str, Fact], *, key: str, at: datetime
) -> NewEntry:
    """Worded from the facts as JSON keeps them, so that both languages read the same ones."""
    kept = stored_facts(facts)
    title, body = inbox_text(text, read_facts(kept))
    facts_kept = msgspec.json.encode(kept).decode()
    return NewEntry(event, key, title, body, facts_kept, at, urgent=text.urgent)
