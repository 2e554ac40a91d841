"""Withdraws a title: the entry stays on the list with its reason, and no new clients are taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from models.tables.enterprises import Enterprise
from models.tables.recognitions import Recognition
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.features.identity.conflicts import refuse_conflict
from server.features.identity.scope import Scope, Subject
from server.features.messages.events.of_lists import PLATFORM_LEFT, RECOGNITION_WITHDRAWN
from server.features.messages.tell import tell_firm
from server.features.recognitions.schemas import TitleWithdrawal
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.slots import release_slots
from storage.postgres.participations import leave_programme
from storage.postgres.recognitions import mark_withdrawn

_SUBJECT = """
SELECT r.edition_id, r.programme_id, r.district, p.authority_id, f.organisation_id
  FROM recognitions r
  JOIN programmes p ON p.code = r.programme_id
  LEFT JOIN platforms f ON f.id = r.platform_id
 WHERE r.id = $1
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


class AlreadyWithdrawn(AppError):
    """The list shows it as withdrawn already."""

    status, code = 409, "already_withdrawn"
    title = Text("这项认定此前已撤销，不需要再撤销", "It was withdrawn before")


class _Subject(msgspec.Struct, frozen=True):
    """What an authority's grants are compared with; `organisation_id` is the platform's."""

    edition_id: str
    programme_id: str
    district: str
    authority_id: UUID
    organisation_id: UUID | None

    def scoped(self) -> Subject:
        return Subject(self.edition_id, self.programme_id, self.authority_id, self.district)


class _Drafting(msgspec.Struct, frozen=True):
    uscc: str
    programme: str


@dataclass(frozen=True, slots=True)
class Why:
    """What the list will say of a withdrawal, and who did it in which role."""

    reason: str
    announcement: str
    role: str
    by: UUID | None


async def withdraw_recognition(
    recognition_id: UUID, given: TitleWithdrawal, *, by: Identity, clock: Clock
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
    """Raises NotFound unless one of their grants as an authority covers it."""
    _require_access(await find_row(_Subject, _SUBJECT, recognition_id, tx=None), by)


async def hold_entry(tx: Tx, recognition_id: UUID, *, by: Identity) -> Recognition:
    """The row, locked, within the authority's grants. Raises NotFound, ConflictOfInterest."""
    found = await find_row(_Subject, _SUBJECT, recognition_id, tx=tx)
    subject = _require_access(found, by)
    held = Recognition.filter(id=recognition_id).using_db(tx.connection).select_for_update()
    entry = await held.get()
    await refuse_conflict(
        by,
        role=Role.AUTHORITY,
        enterprise_id=entry.enterprise_id,
        platform_organisation_id=subject.organisation_id,
        tx=tx,
    )
    return entry


def _require_access(subject: _Subject | None, by: Identity) -> _Subject:
    if subject is None or not Scope.of(by, Role.AUTHORITY).allows(subject.scoped()):
        raise NotFound()
    return subject


async def withdraw_title_of(tx: Tx, application_id: UUID, why: Why, *, now: datetime) -> None:
    """The title that this application brought, if it is still valid."""
    held = Recognition.filter(application_id=application_id, state="valid").using_db(tx.connection)
    entry = await held.select_for_update().first()
    if entry is not None:
        await withdraw_entry(tx, entry, why, now=now)


async def withdraw_entry(tx: Tx, entry: Recognition, why: Why, *, now: datetime) -> None:
    """The entry, the market, and the slot that a new application would need; all are told.

    Applications that clients have handed in go on and are paid: what they were promised was not
    theirs to lose. The caller holds the row.
    """
    today = now.astimezone(SHANGHAI).date()
    await mark_withdrawn(
        tx, entry, on=today, by=why.by, reason=why.reason, announcement=why.announcement
    )
    if entry.application_id is not None:
        await release_slots(tx, [entry.application_id], at=now)
    detail = {"edition": entry.edition_id, "track": entry.track}
    line = AuditEntry(
        "recognition", entry.id, now, why.by, why.role, "withdrawn", detail, why.reason
    )
    await write_audit(tx, line)
    if entry.platform_id is not None:
        await _leave_market(tx, entry, entry.platform_id, why, now=now)
    await _tell_holder(tx, entry, why, now)


async def _leave_market(
    tx: Tx, entry: Recognition, platform_id: UUID, why: Why, *, now: datetime
) -> None:
    """A title of one year ends that year's part; a standing one ends the whole programme's."""
    programme, edition = entry.programme_id, entry.edition_id if entry.span == "year" else None
    await leave_programme(tx, platform_id, programme, edition=edition, at=now, reason=why.reason)
    about = (platform_id, programme, edition, entry.enterprise_id)
    for firm in await list_rows(_Drafting, _DRAFTS, *about, tx=tx):
        facts = {"platform": entry.name, "programme": firm.programme}
        key = f"platform_left:{entry.id}"
        await tell_firm(tx, firm.uscc, PLATFORM_LEFT, key=key, at=now, facts=facts)


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
        facts={"title": entry.title, "reason": why.reason}
        | ({} if entry.platform_id is None else {"platform": entry.name}),
    )
