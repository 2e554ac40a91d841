"""The job that draws the previews of a checked paper, also anew where the store has lost them."""

import logging
from typing import Final
from uuid import UUID

import msgspec

from server.features.evidence.examine import Examiner
from server.features.evidence.previews import keep_previews
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.inspection.inspected import ContentType
from storage.files.local_copy import local_copy
from storage.files.names import preview_name
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import note_previews
from storage.postgres.jobs.enqueue import Job, enqueue

_LOG = logging.getLogger(__name__)
JOB: Final = "evidence.previews"
_LATER: Final = -1
"""A second of a processor each, hundreds at a time: messages and locks go first."""
_CHECKED: Final = """
SELECT v.id, v.application_id, v.content_type, v.object_name
  FROM evidence v WHERE v.id = $1 AND v.state = 'checked' AND v.deleted_at IS NULL
"""


class _Paper(msgspec.Struct, frozen=True):
    id: UUID
    application_id: UUID
    content_type: ContentType
    object_name: str


def drawing(evidence_id: UUID) -> Job:
    """However often it is asked for, one waits, and behind everything that people are told."""
    return Job(JOB, evidence_id, dedupe_key=f"{JOB}:{evidence_id}", priority=_LATER)


async def ask_for_previews(evidence_id: UUID) -> None:
    """Raises StoreUnavailable."""
    async with transaction() as tx:
        await enqueue(tx, drawing(evidence_id))


async def redraw_previews(evidence_id: UUID, *, bucket: Bucket, examiner: Examiner) -> None:
    """One that was removed, or whose own file is gone, is let be. Raises StoreUnavailable."""
    paper = await find_row(_Paper, _CHECKED, evidence_id, tx=None)
    if paper is None:
        return
    try:
        async with local_copy(bucket, paper.object_name) as file:
            found = await examiner.examine(file, paper.content_type)
    except ObjectMissing:
        _LOG.error("a paper's file is lost; see `files sweep`: %s", paper.object_name)
        return
    if found.fault is not None:
        # Passed once; what the reviewers have seen stands, and the original is there.
        _LOG.error("paper %s was checked, and is found %s now", paper.id, found.fault)
        if not await bucket.exists(preview_name(paper.application_id, paper.id, 1)):
            # Its later pages ask too much: nobody is told to wait for them.
            await note_previews(paper.id, 0)
        return
    previews = await keep_previews(bucket, paper.application_id, paper.id, found.previews)
    await note_previews(paper.id, previews)
