"""Reads a paper of an appeal or an objection, for who raised it and who decides."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.paper_faults import state_text
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.attachments.matter import Matter, require_reader
from server.features.evidence.refusals import PaperClosed
from storage.files.bucket import Bucket
from storage.postgres.core.rows import find_row

_PAPER: Final = """
SELECT object_name, name, content_type, size, state, fault FROM attachments
 WHERE id = $1 AND coalesce(appeal_id, objection_id) = $2 AND deleted_at IS NULL
"""
_OF_OWN: Final = """
SELECT t.object_name, t.name, t.content_type, t.size, t.state, t.fault
  FROM attachments t JOIN appeals p ON p.id = t.appeal_id
  JOIN applications a ON a.id = p.application_id
  JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
                           AND m.user_id = $3 AND m.left_at IS NULL
 WHERE t.id = $1 AND a.id = $2 AND t.deleted_at IS NULL
"""
_GONE: Final = """
SELECT object_name FROM attachments
 WHERE id = $1 AND (deleted_at IS NOT NULL OR state = 'refused')
"""


class StoredAttachment(msgspec.Struct, frozen=True):
    """Where its bytes lie, and what they are."""

    object_name: str
    name: str
    content_type: str
    size: int
    state: str
    fault: str | None


class _Gone(msgspec.Struct, frozen=True):
    object_name: str


async def open_attachment(matter: Matter, attachment_id: UUID, *, by: Identity) -> StoredAttachment:
    """Raises NotFound: unknown and without access look alike; PaperClosed until it is checked."""
    await require_reader(matter, by)
    return _opened(await find_row(StoredAttachment, _PAPER, attachment_id, matter.id, tx=None))


async def open_own_appeal_paper(
    application_id: UUID, attachment_id: UUID, user_id: UUID
) -> StoredAttachment:
    """Of an appeal of one's own firm. Raises as above."""
    values = (attachment_id, application_id, user_id)
    return _opened(await find_row(StoredAttachment, _OF_OWN, *values, tx=None))


def _opened(paper: StoredAttachment | None) -> StoredAttachment:
    if paper is None:
        raise NotFound()
    if paper.state != "checked":
        raise PaperClosed(state_text(paper.state, paper.fault))
    return paper


async def erase_attachment(attachment_id: UUID, *, bucket: Bucket) -> None:
    """The bytes of one that was removed or refused; any other keeps them. Raises StoreUnavailable."""
    gone = await find_row(_Gone, _GONE, attachment_id, tx=None)
    if gone is not None:
        await bucket.delete(gone.object_name)
