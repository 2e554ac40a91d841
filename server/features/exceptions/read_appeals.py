"""Appeals as they are read: with their papers, whose they are, and what they are against."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.tables.reviews import Appeal
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.errors import NotFound
from server.features.applications.particulars import require_own
from server.features.applications.schemas import NamedReference
from server.features.attachments.schemas import AttachmentView
from server.features.attachments.shown import papers_of
from server.features.exceptions.schemas import AppealView, ContestedDecision
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

# Without a rejection before it, the appeal is against a lapse: that moment is the application's end.
_AGAINST: Final = """
SELECT p.id, e.id AS enterprise_id, e.name AS enterprise,
       CASE WHEN r.verdict = 'reject' THEN 'rejected' ELSE 'lapsed' END AS status,
       CASE WHEN r.verdict = 'reject' THEN r.decided_at
            WHEN a.status = 'lapsed' THEN a.ended_at END AS at,
       r.comment AS reason
  FROM appeals p
  JOIN applications a ON a.id = p.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN LATERAL (
       SELECT d.verdict, d.comment, d.decided_at FROM reviews d
        WHERE d.application_id = a.id AND d.state = 'done' AND d.verdict <> 'pass'
          AND d.decided_at <= p.raised_at
        ORDER BY d.decided_at DESC LIMIT 1) r ON true
 WHERE p.id = ANY($1)
"""


class _Against(msgspec.Struct, frozen=True):
    id: UUID
    enterprise_id: UUID | None
    enterprise: str | None
    status: Literal["rejected", "lapsed"]
    at: datetime | None
    reason: str | None


async def get_own_appeal(appeal_id: UUID, user_id: UUID, *, english: bool) -> AppealView:
    """Raises NotFound."""
    return await get_appeal(
        appeal_id,
        english=english,
        application__enterprise__members__user_id=user_id,
        application__enterprise__members__left_at__isnull=True,
    )


async def list_own_appeals(
    application_id: UUID, query: Query, *, user_id: UUID, english: bool
) -> Counted[AppealView]:
    """Those of one's own application with what became of them, the newest first. Raises NotFound."""
    await require_own(application_id, user_id)
    found = page = Appeal.filter(application_id=application_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        page = found.filter(id__lt=after[0])
    with postgres_errors():
        total = await found.count()
        rows = await page.order_by("-id").limit(query.limit + 1).select_related("application")
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Counted(await appeal_views(shown, english=english), cursor, total=total)


async def get_appeal(appeal_id: UUID, *, english: bool, **within: object) -> AppealView:
    """For whoever has just raised or decided it. Raises NotFound."""
    with postgres_errors():
        found = Appeal.filter(id=appeal_id, **within).select_related("application")
        row = await found.first()
    if row is None:
        raise NotFound()
    (view,) = await appeal_views([row], english=english)
    return view


async def appeal_views(rows: Sequence[Appeal], *, english: bool) -> list[AppealView]:
    """`rows` with their applications; with their papers."""
    ids = [row.id for row in rows]
    papers = await papers_of("appeal", ids, english=english)
    against = {one.id: one for one in await list_rows(_Against, _AGAINST, ids, tx=None)}
    return [_view(row, against[row.id], papers[row.id]) for row in rows]


def _view(row: Appeal, known: _Against, papers: list[AttachmentView]) -> AppealView:
    firm = known.enterprise_id
    return AppealView(
        row.id,
        row.application_id,
        row.application.number,
        row.application.edition_id,
        None if firm is None else NamedReference(firm, known.enterprise),
        ContestedDecision(known.status, known.at, known.reason),
        row.reason,
        row.raised_at,
        row.state,  # type: ignore[arg-type]  # a column
        row.decision,
        row.decided_at,
        papers,
    )
