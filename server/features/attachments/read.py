"""Reads a paper of an appeal or an objection, for who raised it and who decides; views are recorded."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.paper_faults import state_text
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.attachments.matter import Matter, require_reader
from server.features.evidence.refusals import PaperClosed
from storage.files.bucket import Bucket
from storage.postgres.attachments import record_attachment_view
from storage.postgres.core.rows import find_row

_PAPER: Final = """
SELECT id, object_name, name, content_type, size, state, fault FROM attachments
 WHERE id = $1 AND coalesce(appeal_id, objection_id) = $2 AND deleted_at IS NULL
"""
_OF_OWN: Final = """
SELECT t.id, t.object_name, t.name, t.content_type, t.size, t.state, t.fault
  FROM attachments t JOIN appeals p ON p.id = t.appeal_id
  JOIN applications a ON a.id = p.application_id
  JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
                           AND m.user_id = $3 AND m.left_at IS NULL
 WHERE t.id = $1 AND a.id = $2 AND t.deleted_at IS NULL
"""
_GONE: Final = """
SELECT object_name FROM attachments
 WHERE id = $1 AND (deleted_at IS NOT NULL OR state IN ('refused', 'expired'))
"""


class StoredAttachment(msgspec.Struct, frozen=True):
    """Where its bytes lie, and what they are."""

    id: UUID
    object_name: str
    name: str
    content_type: str
    size: int
    state: str
    fault: str | None


class _Gone(msgspec.Struct, frozen=True):
    object_name: str


async def open_attachment(
    matter: Matter, attachment_id: UUID, *, by: Identity, clock: Clock
) -> StoredAttachment:
    """Raises NotFound: unknown and without access look alike; PaperClosed until it is checked."""
    await require_reader(matter, by)
    paper = await find_row(StoredAttachment, _PAPER, attachment_id, matter.id, tx=None)
    return await _opened(paper, by.user_id, clock)


async def open_own_appeal_paper(
    application_id: UUID, attachment_id: UUID, *, user_id: UUID, clock: Clock
) -> StoredAttachment:
    """Of an appeal of one's own firm. Raises as above."""
    values = (attachment_id, application_id, user_id)
    paper = await find_row(StoredAttachment, _OF_OWN, *values, tx=None)
    return await _opened(paper, user_id, clock)


async def _opened(paper: StoredAttachment | None, user_id: UUID, clock: Clock) -> StoredAttachment:
    if paper is None:
        raise NotFound()
    if paper.state != "checked":
        raise PaperClosed(state_text(paper.state, paper.fault))
    await record_attachment_view(paper.id, user_id, at=clock.now())
    return paper


async def erase_attachment(attachment_id: UUID, *, bucket: Bucket) -> None:
    """The bytes of one that was removed, refused or kept long enough; any other keeps them.

    Raises StoreUnavailable.
    """
    gone = await find_row(_Gone, _GONE, attachment_id, tx=None)
    if gone is not None:
        await bucket.delete(gone.object_name)
