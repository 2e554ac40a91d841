"""Withdrawing a title: the entry stays on the list with its reason, and no new clients are taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import connections

from models.rules.reasons import Text
from models.tables.enterprises import Enterprise
from models.tables.recognitions import Recognition
from server.audiences import Role
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.features.identity.conflicts import refuse_conflict
from server.features.identity.scope import Scope, Subject
from server.features.messages.events.of_lists import PLATFORM_LEFT, RECOGNITION_WITHDRAWN
from server.features.messages.tell import tell_firm
from server.features.recognitions.schemas import Withdrawal
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction

_SUBJECT = """
SELECT r.edition_id, r.programme_id, r.district, p.authority_id, f.organisation_id
  FROM recognitions r
  JOIN programmes p ON p.code = r.programme_id
  LEFT JOIN platforms f ON f.id = r.platform_id
 WHERE r.id = $1
"""
_LEAVE = """
UPDATE participations t SET withdrawn_at = $3, reason = $4
  FROM editions e
 WHERE t.platform_id = $1 AND t.withdrawn_at IS NULL AND e.code = t.edition_id
   AND e.programme_id = $2 AND ($5::text IS NULL OR e.code = $5)
"""
# Whoever still has a draft with it must choose another platform.
_DRAFTS = """
SELECT DISTINCT e.uscc, p.title AS programme
  FROM applications a
  JOIN enterprises e ON e.id = a.enterprise_id
  JOIN editions d ON d.code = a.edition_id
  JOIN programmes p ON p.code = d.programme_id
 WHERE a.platform_id = $1 AND a.status = 'draft' AND d.programme_id = $2
   AND ($3::text IS NULL OR d.code = $3) AND a.enterprise_id IS DISTINCT FROM $4
 ORDER BY e.uscc
"""
_FREE_SLOTS = """
UPDATE entitlements SET released_at = $2 WHERE application_id = $1 AND released_at IS NULL
"""


class AlreadyWithdrawn(AppError):
    """It stands on the list as withdrawn already."""

    status, code = 409, "already_withdrawn"
    title = Text("该认定此前已撤销", "It was withdrawn before")


@dataclass(frozen=True, slots=True)
class Why:
    """What the list will say of a withdrawal, and who did it in which role."""

    reason: str
    announcement: str
    role: str
    by: UUID | None


async def withdraw_recognition(
    recognition_id: UUID, given: Withdrawal, *, by: Identity, clock: Clock
) -> None:
    """Raises NotFound, ConflictOfInterest, AlreadyWithdrawn."""
    async with transaction() as tx:
        entry = await hold_entry(tx, recognition_id, by=by)
        tx.created(recognition_id, status=200)
        if entry.state == "withdrawn":
            raise AlreadyWithdrawn()
        why = Why(given.reason, given.announcement, Role.AUTHORITY, by.user_id)
        await withdraw_entry(tx, entry, why, now=clock.now())


async def check_entry_reach(recognition_id: UUID, by: Identity) -> None:
    """Raises NotFound unless an authority's grant of theirs reaches it."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_SUBJECT, [recognition_id])
    _require_reach(rows[0] if rows else None, by)


async def hold_entry(tx: Tx, recognition_id: UUID, *, by: Identity) -> Recognition:
    """The row, locked, within the authority's grants. Raises NotFound, ConflictOfInterest."""
    row = await tx.raw.fetchrow(_SUBJECT, recognition_id)
    _require_reach(row, by)
    held = Recognition.filter(id=recognition_id).using_db(tx.connection).select_for_update()
    entry = await held.get()
    await refuse_conflict(
        by,
        role=Role.AUTHORITY,
        enterprise_id=entry.enterprise_id,
        platform_organisation_id=row["organisation_id"],
        tx=tx,
    )
    return entry


def _require_reach(row: Any, by: Identity) -> None:
    if row is not None:
        subject = Subject(
            row["edition_id"], row["programme_id"], row["authority_id"], row["district"]
        )
        if Scope.of(by, Role.AUTHORITY).allows(subject):
            return
    raise NotFound()


async def withdraw_title_of(tx: Tx, application_id: UUID, why: Why, *, now: datetime) -> None:
    """The title that this application brought, if it still stands."""
    held = Recognition.filter(application_id=application_id, state="valid").using_db(tx.connection)
    entry = await held.select_for_update().first()
    if entry is not None:
        await withdraw_entry(tx, entry, why, now=now)


async def withdraw_entry(tx: Tx, entry: Recognition, why: Why, *, now: datetime) -> None:
    """The entry, the market, and the slot that a new application would need; all are told.

    Applications that clients have handed in go on and are paid: what they were promised was not
    theirs to lose. The caller holds the row.
    """
    entry.state, entry.withdrawn_on = "withdrawn", now.astimezone(SHANGHAI).date()
    entry.withdrawn_by_id, entry.reason, entry.announcement = why.by, why.reason, why.announcement
    await entry.save(using_db=tx.connection)
    if entry.application_id is not None:
        await tx.raw.execute(_FREE_SLOTS, entry.application_id, now)
    detail = {"edition": entry.edition_id, "track": entry.track}
    line = AuditLine(
        "recognition", entry.id, now, why.by, why.role, "withdrawn", detail, why.reason
    )
    await write_audit(tx, line)
    if entry.platform_id is not None:
        await _leave_market(tx, entry, why, now)
    await _tell_holder(tx, entry, why, now)


async def _leave_market(tx: Tx, entry: Recognition, why: Why, now: datetime) -> None:
    """A title of one year ends that year's part; a standing one ends the whole programme's."""
    scope = (entry.programme_id, entry.edition_id if entry.span == "year" else None)
    await tx.raw.execute(_LEAVE, entry.platform_id, scope[0], now, why.reason, scope[1])
    rows = await tx.raw.fetch(_DRAFTS, entry.platform_id, *scope, entry.enterprise_id)
    for row in rows:
        facts = {"platform": entry.name, "programme": row["programme"]}
        key = f"platform_left:{entry.id}"
        await tell_firm(tx, row["uscc"], PLATFORM_LEFT, key=key, at=now, facts=facts)


async def _tell_holder(tx: Tx, entry: Recognition, why: Why, now: datetime) -> None:
    if entry.enterprise_id is None:
        return
    firm = await Enterprise.get(id=entry.enterprise_id, using_db=tx.connection)
    await tell_firm(
        tx,
        firm.uscc,
        RECOGNITION_WITHDRAWN,
        key=f"recognition_withdrawn:{entry.id}",
        at=now,
        facts={"title": entry.title, "reason": why.reason},
    )
