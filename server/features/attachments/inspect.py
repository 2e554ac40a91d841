"""The job that looks at a paper whose owner was answered before its inspection had ended."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.paper_faults import AWAY, LOST_FAULT, after_unended
from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.features.attachments.upload import ERASE
from server.features.evidence.examine import Examined, Examiner
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.child.ended import ReadingUnended
from storage.files.inspection.inspected import ContentType
from storage.files.local_copy import local_copy
from storage.postgres.attachments import note_attachment_waiting, settle_attachment
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.scanner.clamd import ScannerAway

_LOG = logging.getLogger(__name__)
_LOOKED_FOR: Final = timedelta(hours=1)
_AGAIN: Final = timedelta(minutes=5)
_CHECKING: Final = """
SELECT id, content_type, object_name, uploaded_at, fault FROM attachments
 WHERE id = $1 AND state = 'checking' AND deleted_at IS NULL
"""


class _Paper(msgspec.Struct, frozen=True):
    id: UUID
    content_type: ContentType
    object_name: str
    uploaded_at: datetime
    fault: str | None


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
    async with transaction() as tx:
        settled = await settle_attachment(tx, paper.id, found.fault, found.pages, at=clock.now())
        if settled and found.fault is not None:
            await enqueue(tx, Job(ERASE, paper.id))


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
