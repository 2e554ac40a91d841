"""Shows a page of a paper as a picture, with the viewer and the time across it; each view on record."""

import asyncio
import logging
from datetime import datetime
from uuid import UUID

from models.rules.paper_faults import LOST, REDRAWN
from models.tables.people import User
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.evidence.read import StoredPaper, find_paper
from server.features.evidence.redraw import ask_for_previews
from server.features.evidence.refusals import PaperClosed
from server.features.evidence.watermark import watermarked
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.names import preview_name
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.evidence import record_view

_LOG = logging.getLogger(__name__)


async def show_preview(
    application_id: UUID,
    evidence_id: UUID,
    page: int,
    *,
    by: Identity,
    bucket: Bucket,
    clock: Clock,
) -> bytes:
    """A JPEG. Raises as `find_paper`, and NotFound for a page that has no picture."""
    paper = await find_paper(application_id, evidence_id, by=by)
    picture = await marked_page(paper, page, user_id=by.user_id, bucket=bucket, at=clock.now())
    await record_view(evidence_id, by.user_id, at=clock.now())
    return picture


async def marked_page(
    paper: StoredPaper, page: int, *, user_id: UUID, bucket: Bucket, at: datetime
) -> bytes:
    """Raises NotFound, PaperClosed (its picture is drawn anew), StoreUnavailable."""
    if not 1 <= page <= paper.previews:
        raise NotFound()
    picture = await _stored(paper, page, bucket)
    mark = f"{await _mark_of(user_id)}  {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    try:
        return await asyncio.to_thread(watermarked, picture, mark)
    except (OSError, SyntaxError) as broken:
        _LOG.error("picture %s of paper %s cannot be shown: %s", page, paper.id, broken)
        await ask_for_previews(paper.id)
        raise PaperClosed(REDRAWN) from broken


async def _stored(paper: StoredPaper, page: int, bucket: Bucket) -> bytes:
    try:
        stored = await bucket.open(preview_name(paper.application_id, paper.id, page))
    except ObjectMissing as missing:
        if not await bucket.exists(paper.object_name):
            # Nobody is told to wait for what cannot be drawn.
            _LOG.error("a paper's file is lost; see `files sweep`: %s", paper.object_name)
            raise PaperClosed(LOST) from missing
        await ask_for_previews(paper.id)
        raise PaperClosed(REDRAWN) from missing
    async with stored as pieces:
        return b"".join([piece async for piece in pieces])


async def _mark_of(user_id: UUID) -> str:
    """Staff by their user name, anybody else by the end of the id under which views are kept."""
    with postgres_errors():
        user = await User.get_or_none(id=user_id)
    name = user.username if user is not None else None
    return name if name is not None and name.isascii() else str(user_id)[-12:]
