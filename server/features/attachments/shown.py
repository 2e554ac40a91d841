"""The papers of appeals and objections as they are listed with them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.rules.paper_faults import state_text
from server.errors import NotFound
from server.features.attachments.matter import Kind
from server.features.attachments.schemas import AttachmentView
from storage.postgres.core.rows import list_rows

_LISTED: Final = """
SELECT t.id, coalesce(t.appeal_id, t.objection_id) AS matter_id, t.name, t.size, t.content_type,
       t.sha256, t.uploaded_at, u.phone_masked, t.state, t.fault, t.pages
  FROM attachments t LEFT JOIN users u ON u.id = t.uploaded_by_id
 WHERE t.deleted_at IS NULL"""
_OF: Final[dict[Kind, str]] = {
    "appeal": f"{_LISTED} AND t.appeal_id = ANY($1) ORDER BY t.id",
    "objection": f"{_LISTED} AND t.objection_id = ANY($1) ORDER BY t.id",
}
_ONE: Final = f"{_LISTED} AND t.id = $1"


class _Listed(msgspec.Struct, frozen=True):
    id: UUID
    matter_id: UUID
    name: str
    size: int
    content_type: str
    sha256: str
    uploaded_at: datetime
    phone_masked: str | None
    state: Literal["checking", "checked", "refused", "expired"]
    fault: str | None
    pages: int | None


async def papers_of(
    kind: Kind, ids: Sequence[UUID], *, english: bool
) -> dict[UUID, list[AttachmentView]]:
    """By appeal or objection, in the order in which they came."""
    found: dict[UUID, list[AttachmentView]] = defaultdict(list)
    for row in await list_rows(_Listed, _OF[kind], list(ids), tx=None):
        found[row.matter_id].append(_view(row, english))
    return found


async def get_attachment(attachment_id: UUID, *, english: bool) -> AttachmentView:
    """For whoever has just handed it in. Raises NotFound."""
    rows = await list_rows(_Listed, _ONE, attachment_id, tx=None)
    if not rows:
        raise NotFound()
    return _view(rows[0], english)


def _view(row: _Listed, english: bool) -> AttachmentView:
    text = state_text(row.state, row.fault)
    return AttachmentView(
        id=row.id,
        name=row.name,
        size=row.size,
        content_type=row.content_type,
        sha256=row.sha256,
        uploaded_at=row.uploaded_at,
        uploaded_by=row.phone_masked,
        state=row.state,
        pages=row.pages,
        message=None if text is None else text.in_language(english),
    )
