"""What is held as it is read: by the authority in its scope, and by a platform's own people."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from tortoise.expressions import Q

from models.rules.contents import CONTENT_KINDS, DOUBTS
from models.tables.contents import HeldContent
from server.edge.web.auth import Identity
from server.edge.web.field_labels import LABELS
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.attachments.schemas import AttachmentView
from server.features.attachments.shown import papers_of
from server.features.held.access import held_within
from server.features.held.schemas import HeldContentView, HeldQuery, HeldText
from server.roles import READING_EDITIONS
from storage.postgres.core.transaction import postgres_errors


async def list_held(query: HeldQuery, *, by: Identity, english: bool) -> Page[HeldContentView]:
    """In the reader's scope, the oldest first. Raises Invalid (a cursor that is none)."""
    within = held_within(by, *READING_EDITIONS) & Q(state=query.state)
    if query.kind is not None:
        within &= Q(kind=query.kind)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        within &= Q(id__gt=after[0])
    return await _page(within, "id", query, english)


async def list_own_held(query: Query, *, platform_id: UUID, english: bool) -> Page[HeldContentView]:
    """A platform's own, the newest first. Raises Invalid (a cursor that is none)."""
    within = Q(platform_id=platform_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        within &= Q(id__lt=after[0])
    return await _page(within, "-id", query, english)


async def get_held(held_id: UUID, *, by: Identity, english: bool) -> HeldContentView:
    """Raises NotFound outside the reader's scope."""
    with postgres_errors():
        rows = await HeldContent.filter(
            held_within(by, *READING_EDITIONS), id=held_id
        ).select_related("platform")
    if not rows:
        raise NotFound()
    (view,) = await _views(rows, english)
    return view


async def _page(within: Q, order: str, query: Query, english: bool) -> Page[HeldContentView]:
    found = HeldContent.filter(within).order_by(order).limit(query.limit + 1)
    with postgres_errors():
        rows = await found.select_related("platform")
    shown, cursor = page_of(rows, query.limit, lambda held: (held.id,))
    return Page(await _views(shown, english), cursor)


async def _views(rows: Sequence[HeldContent], english: bool) -> list[HeldContentView]:
    objections = [held.subject_id for held in rows if held.kind == "objection"]
    papers = await papers_of("objection", objections, english=english)
    return [_view(held, papers[held.subject_id], english) for held in rows]


def _view(held: HeldContent, papers: list[AttachmentView], english: bool) -> HeldContentView:
    platform = held.platform
    return HeldContentView(
        id=held.id,
        kind=held.kind,  # type: ignore[arg-type]  # a column
        kind_text=CONTENT_KINDS[held.kind].in_language(english),
        subject_id=held.subject_id,
        about=(held.edition_id or "") if platform is None else platform.name,
        texts=_texts(held.texts, english),
        picture=f"/api/v1/held-contents/{held.id}/picture" if held.kind == "picture" else None,
        papers=papers,
        why=held.why,  # type: ignore[arg-type]  # a column
        why_text=DOUBTS[held.why].in_language(english),
        found=list(held.found),
        held_at=held.held_at,
        state=held.state,  # type: ignore[arg-type]  # a column
        decided_at=held.decided_at,
        reason=held.reason,
    )


def _texts(texts: Mapping[str, str], english: bool) -> list[HeldText]:
    return [
        HeldText(name, LABELS[name].in_language(english) if name in LABELS else name, text)
        for name, text in texts.items()
    ]
