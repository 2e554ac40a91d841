"""Takes a paper with an appeal or an objection: the same looks and limits as evidence has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.paper_names import offered_name
from models.tables.attachments import Attachment
from server.clock import Clock
from server.errors import AppError
from server.features.attachments.matter import Matter, hold_open
from server.features.attachments.refusals import TooManyAttachments
from server.features.evidence.check_file import find_type
from server.features.evidence.examine import Examiner, Waiting
from server.features.evidence.refusals import refusal_of
from server.features.evidence.upload import ReceivedPaper
from storage.files.bucket import Bucket
from storage.files.names import evidence_name
from storage.postgres.attachments import add_attachment
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue

MOST: Final = 10
"""Papers of one appeal or objection."""
INSPECT: Final = "attachment.inspect"


@dataclass(frozen=True, slots=True)
class Attached:
    """The paper's id, and whether it is new (201) or was there already (200)."""

    id: UUID
    new: bool


async def attach_paper(
    matter: Matter,
    paper: ReceivedPaper,
    *,
    user_id: UUID,
    clock: Clock,
    bucket: Bucket,
    examiner: Examiner,
) -> Attached:
    """Store the bytes, look at them, enter them; run it in a task that the application owns.

    What the look does not tell in time is entered as `checking` and left to a job. Raises NotFound,
    MatterDecided, TooManyAttachments, Invalid (`file_unreadable`, `virus_found`), UnsupportedMedia,
    StoreUnavailable.
    """
    row = _row_of(matter, paper, user_id)
    await paper.file.store()
    try:
        found = await examiner.examine_at_once(
            paper.file.opened, find_type(paper.name, paper.file.passed.head)
        )
        row.uploaded_at = clock.now()
        if isinstance(found, Waiting):
            row.fault = found.fault
        elif found.fault is not None:
            raise refusal_of(found.fault)
        else:
            row.state, row.checked_at, row.pages = "checked", row.uploaded_at, found.pages
        attached = await _enter(matter, row, user_id)
    except AppError:
        # Nothing was entered, and nothing will be: the bytes are of no use.
        await bucket.delete(row.object_name)
        raise
    if not attached.new:
        await bucket.delete(row.object_name)
    return attached


def _row_of(matter: Matter, paper: ReceivedPaper, user_id: UUID) -> Attachment:
    """What the door knows of it. Raises UnsupportedMedia."""
    content_type = find_type(paper.name, paper.file.passed.head)
    return Attachment(
        id=paper.id,
        name=offered_name(paper.name, content_type),
        size=paper.file.passed.size,
        content_type=content_type,
        sha256=paper.file.passed.sha256.hex(),
        object_name=evidence_name(matter.id, paper.id),
        uploaded_by_id=user_id,
        state="checking",
        **{matter.column: matter.id},
    )


async def _enter(matter: Matter, row: Attachment, user_id: UUID) -> Attached:
    async with transaction() as tx:
        about_id = await hold_open(tx, matter, user_id)
        held = Attachment.filter(deleted_at=None, **{matter.column: matter.id})
        others = await held.exclude(state="refused").using_db(tx.connection)
        same = next((other for other in others if other.sha256 == row.sha256), None)
        if same is not None:
            tx.created(same.id, status=200)
            return Attached(same.id, new=False)
        if len(others) >= MOST:
            raise TooManyAttachments()
        await add_attachment(tx, row)
        await record(tx, matter, about_id, row, "added", by=user_id, at=row.uploaded_at)
        if row.state == "checking":
            await enqueue(tx, Job(INSPECT, row.id))
        tx.created(row.id)
    return Attached(row.id, new=True)


async def record(
    tx: Tx,
    matter: Matter,
    about_id: UUID,
    row: Attachment,
    what: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """In the chain of the application or notice; `what`: added, removed. The caller holds it."""
    detail = {matter.kind: str(matter.id), "attachment": str(row.id), "sha256": row.sha256}
    role = "enterprise" if matter.kind == "appeal" else "public"
    event = f"{matter.kind}_paper_{what}"
    await write_audit(tx, AuditEntry(matter.subject, about_id, at, by, role, event, detail))
