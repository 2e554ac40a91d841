"""The job that looks at a paper whose owner was answered before its inspection had ended."""

import logging
from datetime import datetime, timedelta
from typing import BinaryIO, Final
from uuid import UUID

import msgspec

from models.rules.paper_faults import AWAY, LOST_FAULT, after_unended, fault_text
from models.tables.applications import Application
from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.features.applications.tell_filer import tell_filer
from server.features.evidence.examine import Examined, Examiner
from server.features.evidence.previews import keep_previews
from server.features.messages.events.of_applications import PAPER_REFUSED
from server.features.messages.events.of_platforms import CLIENT_PAPER
from server.features.messages.tell import tell_members
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.child.ended import ReadingUnended
from storage.files.inspection.inspected import ContentType
from storage.files.local_copy import local_copy
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.evidence import Settled, note_waiting, settle_evidence
from storage.postgres.invoices import keep_invoice
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.scanner.clamd import ScannerAway

_LOG = logging.getLogger(__name__)
_LOOKED_FOR: Final = timedelta(hours=1)
"""A store may be away in parts, or be filled again from a backup; then the paper is given up."""
_AGAIN: Final = timedelta(minutes=5)
_CHECKING = """
SELECT v.id, v.application_id, v.kind, v.name, v.content_type, v.object_name, v.uploaded_at,
       v.fault
  FROM evidence v WHERE v.id = $1 AND v.state = 'checking' AND v.deleted_at IS NULL
"""
# The audit's line wants the application's row; a removal takes it too.
_HOLD = "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE"


class _Paper(msgspec.Struct, frozen=True):
    id: UUID
    application_id: UUID
    kind: str
    name: str
    content_type: ContentType
    object_name: str
    uploaded_at: datetime
    fault: str | None


async def inspect_evidence(
    evidence_id: UUID, *, bucket: Bucket, examiner: Examiner, clock: Clock
) -> None:
    """Look, then enter what was found; one that was looked at already, or removed, is let be.

    One whose file is gone is looked for for an hour, then refused as lost.
    Raises StoreUnavailable (ScannerAway), TryLater: then it is done later.
    """
    paper = await find_row(_Paper, _CHECKING, evidence_id, tx=None)
    if paper is None:
        return
    try:
        if examiner.scanner is not None:
            # Thousands may wait for it: none is fetched in vain.
            await examiner.scanner.ping()
        async with local_copy(bucket, paper.object_name) as file:
            found = await _examined(examiner, file, paper)
    except ScannerAway:
        await note_waiting(paper.id, AWAY)
        raise
    except ObjectMissing as missing:
        found = await _give_up(paper, missing, clock.now())
    previews = await keep_previews(bucket, paper.application_id, paper.id, found.previews)
    await _enter(paper, found, previews, clock=clock)


async def _give_up(paper: _Paper, missing: ObjectMissing, now: datetime) -> Examined:
    """Its owner reads at once that it may be uploaded again. Raises TryLater."""
    if now - paper.uploaded_at < _LOOKED_FOR:
        await note_waiting(paper.id, LOST_FAULT)
        raise TryLater(_AGAIN, f"no object {missing.name}") from missing
    _LOG.error("a paper's file is lost before it was checked: %s", missing.name)
    return Examined(LOST_FAULT)


async def _examined(examiner: Examiner, file: BinaryIO, paper: _Paper) -> Examined:
    """One whose look does not end time after time is told so, for it would wait for ever."""
    try:
        return await examiner.examine(file, paper.content_type)
    except ReadingUnended:
        after = after_unended(paper.fault)
        if after is None:
            return Examined("too_complex")
        await note_waiting(paper.id, after)
        raise


async def _enter(paper: _Paper, found: Examined, previews: int, *, clock: Clock) -> None:
    now = clock.now()
    async with transaction() as tx:
        await tx.raw.execute(_HOLD, paper.application_id)
        if not await settle_evidence(tx, _settled(paper, found, previews, now)):
            return
        if found.fault is None:
            await keep_invoice(tx, paper.id, found.invoice, at=now)
            return
        detail = {"evidence": str(paper.id), "kind": paper.kind, "fault": found.fault}
        line = AuditEntry(
            "application", paper.application_id, now, None, "system", "evidence_refused", detail
        )
        await write_audit(tx, line)
        jobs = await _tell(tx, paper, found.fault, at=now)
        await enqueue(tx, *jobs, Job("evidence.deleted", paper.id))


def _settled(paper: _Paper, found: Examined, previews: int, at: datetime) -> Settled:
    return Settled(
        paper.id,
        found.fault,
        found.pages,
        found.page_sha256,
        previews,
        at,
        found.payer_account_index,
    )


async def _tell(tx: Tx, paper: _Paper, fault: str, *, at: datetime) -> list[Job]:
    """The firm, and the platform that may be correcting what it filed."""
    text, key = fault_text(fault), f"paper_refused:{paper.id}"
    facts = {"paper": paper.name, "reason": text.zh, "reason_en": text.en}
    application = await Application.get(id=paper.application_id, using_db=tx.connection)
    await tell_filer(tx, application, CLIENT_PAPER, key=key, at=at, facts=facts)
    return await tell_members(tx, paper.application_id, PAPER_REFUSED, key=key, at=at, facts=facts)
