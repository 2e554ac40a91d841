"""The job that looks at a paper whose owner was answered before its inspection had ended."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.paper_faults import AWAY, LOST_FAULT, after_unended, fault_text
from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.features.attachments.matter import Kind, Matter, hold_about, is_open
from server.features.evidence.examine import Examined, Examiner
from server.features.messages.events.of_notices import OBJECTION_PAPER_REFUSED
from server.features.messages.events.of_progress import APPEAL_PAPER_REFUSED
from server.features.messages.tell import tell_members, tell_person
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.child.ended import ReadingUnended
from storage.files.inspection.inspected import ContentType
from storage.files.local_copy import local_copy
from storage.postgres.attachments import ERASE, note_attachment_waiting, settle_attachment
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.scanner.clamd import ScannerAway

_LOG = logging.getLogger(__name__)
_LOOKED_FOR: Final = timedelta(hours=1)
_AGAIN: Final = timedelta(minutes=5)
_CHECKING: Final = """
SELECT t.id, t.name, t.content_type, t.object_name, t.uploaded_by_id, t.uploaded_at, t.fault,
       CASE WHEN t.appeal_id IS NULL THEN 'objection' ELSE 'appeal' END AS kind,
       coalesce(t.appeal_id, t.objection_id) AS matter_id,
       coalesce(p.application_id, o.notice_id) AS about_id
  FROM attachments t
  LEFT JOIN appeals p ON p.id = t.appeal_id LEFT JOIN objections o ON o.id = t.objection_id
 WHERE t.id = $1 AND t.state = 'checking' AND t.deleted_at IS NULL
"""


class _Paper(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    content_type: ContentType
    object_name: str
    uploaded_by_id: UUID
    uploaded_at: datetime
    fault: str | None
    kind: Kind
    matter_id: UUID
    about_id: UUID


async def inspect_attachment(
    attachment_id: UUID, *, bucket: Bucket, examiner: Examiner, clock: Clock
) -> None:
    """Look, then enter what was found; one that was looked at already, or removed, is let be.

    Raises StoreUnavailable (ScannerAway), TryLater: then it is done later.
    """
    paper = await find_row(_Paper, _CHECKING, attachment_id, tx=None)
    if paper is None:
        return
    found = await _examined(paper, bucket, examiner, now=clock.now())
    now, matter = clock.now(), Matter(paper.kind, paper.matter_id)
    async with transaction() as tx:
        await hold_about(tx, matter, paper.about_id)
        settled = await settle_attachment(tx, paper.id, found.fault, found.pages, at=now)
        if settled and found.fault is not None:
            await _refuse(tx, matter, paper, found.fault, at=now)


async def _refuse(tx: Tx, matter: Matter, paper: _Paper, fault: str, *, at: datetime) -> None:
    """Told to who may still hand in another: the firm, or whoever objected, until it is answered."""
    detail = {matter.kind: str(matter.id), "attachment": str(paper.id), "fault": fault}
    event = f"{matter.kind}_paper_refused"
    line = AuditEntry(matter.subject, paper.about_id, at, None, "system", event, detail)
    await write_audit(tx, line)
    await enqueue(tx, Job(ERASE, paper.id))
    if await is_open(tx, matter):
        await _tell(tx, matter, paper, fault, at=at)


async def _tell(tx: Tx, matter: Matter, paper: _Paper, fault: str, *, at: datetime) -> None:
    text, key = fault_text(fault), f"{matter.kind}_paper_refused:{paper.id}"
    facts = {"matter_id": str(matter.id), "paper": paper.name}
    facts |= {"reason": text.zh, "reason_en": text.en}
    if matter.kind == "appeal":
        await tell_members(tx, paper.about_id, APPEAL_PAPER_REFUSED, key=key, at=at, facts=facts)
        return
    whose = paper.uploaded_by_id
    await tell_person(tx, whose, OBJECTION_PAPER_REFUSED, key=key, at=at, facts=facts)


async def _examined(
    paper: _Paper, bucket: Bucket, examiner: Examiner, *, now: datetime
) -> Examined:
    try:
        async with local_copy(bucket, paper.object_name) as file:
            return await examiner.examine(file, paper.content_type, drawn=False)
    except ScannerAway:
        await note_attachment_waiting(paper.id, AWAY)
        raise
    except ReadingUnended:
        # One whose look does not end time after time would wait for ever.
        after = after_unended(paper.fault)
        if after is None:
            return Examined("too_complex")
        await note_attachment_waiting(paper.id, after)
        raise
    except ObjectMissing as missing:
        if now - paper.uploaded_at < _LOOKED_FOR:
            raise TryLater(_AGAIN, f"no object {missing.name}") from missing
        _LOG.error("a paper's file is lost before it was checked: %s", missing.name)
        return Examined(LOST_FAULT)
