"""Gives a title back whose re-review was rejected wrongly: the list, the market and its slot."""

from datetime import datetime
from uuid import UUID

from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.recognitions import Recognition, RecognitionReport
from server.features.applications.refusals import AlreadyApplied
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.money.slots import retake_slots
from storage.postgres.participations import rejoin_left
from storage.postgres.recognitions import mark_valid

# What ended at the moment of the rejection ended by it.
_SLOTS = """
SELECT exclusion FROM entitlements WHERE application_id = $1 AND released_at = $2
 ORDER BY exclusion
"""


async def restore_title(tx: Tx, papers: Application, *, by: UUID, now: datetime) -> None:
    """The title that the rejection of these papers withdrew, if it did; the caller holds their row.

    The papers are decided anew afterwards. Raises AlreadyApplied if the firm has applied for the
    title again meanwhile.
    """
    refused = RecognitionReport.filter(application_id=papers.id, confirmed=False)
    report = await refused.using_db(tx.connection).order_by("-decided_at").first()
    if report is None:
        return
    held = Recognition.filter(id=report.recognition_id).using_db(tx.connection)
    entry = await held.select_for_update().get()
    if entry.state != "withdrawn":
        return
    await mark_valid(tx, entry)
    await _retake(tx, entry, report.decided_at, now)
    if entry.platform_id is not None:
        await rejoin_left(tx, entry.platform_id, left_at=report.decided_at)
    detail = {"application": str(papers.id)}
    line = AuditEntry("recognition", entry.id, now, by, Role.AUTHORITY, "restored", detail)
    await write_audit(tx, line)


async def _retake(tx: Tx, entry: Recognition, released_at: datetime, now: datetime) -> None:
    if entry.application_id is None or entry.enterprise_id is None:
        return
    firm = await Enterprise.get(id=entry.enterprise_id, using_db=tx.connection)
    released = await tx.raw.fetch(_SLOTS, entry.application_id, released_at)
    slots = [(new_id(), exclusion) for (exclusion,) in released]
    if not await retake_slots(tx, firm.uscc, entry.application_id, slots, at=now):
        raise AlreadyApplied()
