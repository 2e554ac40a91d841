"""An address that shows one page once: the mini-program's preview sends no token of its own."""

import logging
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from models.tables.evidence import PaperLink
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.field_types import Instant, about
from server.errors import AppError, NotFound
from server.features.evidence.preview import marked_page
from server.features.evidence.read import StoredPaper, application_of, find_paper
from server.features.identity.resolve_session import SessionResolver
from storage.files.bucket import Bucket
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import record_view
from storage.postgres.paper_links import FoundLink, add_link, find_link, use_link

_LOG = logging.getLogger(__name__)
VALID_FOR: Final = timedelta(minutes=5)
_TOKEN_BYTES: Final = 32


class LinkExpired(AppError):
    """Used once already, or older than five minutes."""

    status, code = 410, "link_expired"
    title = Text(
        "预览链接已经用过或过期，请返回重新打开这份材料",
        "This link was used or has expired; go back and open the paper again",
    )


class PaperLinkView(msgspec.Struct, frozen=True):
    """`path` is to be put behind the server's address; it works once, within five minutes."""

    path: Annotated[str, about("预览地址，只能打开一次", "address of the picture, good once")]
    expires_at: Annotated[Instant, about("失效时刻", "until when it works")]


async def make_link(
    application_id: UUID, evidence_id: UUID, page: int, *, by: Identity, clock: Clock
) -> PaperLinkView:
    """For this page alone. Raises as `show_preview`."""
    paper = await find_paper(application_id, evidence_id, by=by)
    if not 1 <= page <= paper.previews:
        raise NotFound()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = PaperLink(
        token_hash=_hash_of(token),
        evidence_id=evidence_id,
        user_id=by.user_id,
        session=by.session,
        page=page,
        expires_at=clock.now() + VALID_FOR,
    )
    async with transaction() as tx:
        await add_link(tx, link)
    return PaperLinkView(f"/api/v1/previews/{token}", link.expires_at)


async def follow_link(
    token: str, *, bucket: Bucket, sessions: SessionResolver, clock: Clock
) -> bytes:
    """The picture, once; the view is that of whoever asked for the link.

    It is used up when the picture is at hand, so that an outage costs nobody a link. What the
    person may see is judged anew. Raises NotFound for what was never given and for what they may
    see no more, LinkExpired, ConflictOfInterest, DeclarationNeeded, PaperClosed, StoreUnavailable.
    """
    now = clock.now()
    link = await find_link(_hash_of(token), at=now)
    if link is None:
        raise NotFound()
    by = await sessions.resume(link.session) if link.usable and link.session else None
    if by is None:
        raise LinkExpired()
    paper = await _find_still(link, by)
    picture = await marked_page(paper, link.page, user_id=link.user_id, bucket=bucket, at=now)
    async with transaction() as tx:
        used = await use_link(tx, _hash_of(token), at=now)
        if used is None or not used.usable:
            raise LinkExpired()
        await record_view(link.evidence_id, link.user_id, at=now, tx=tx)
    return picture


async def _find_still(link: FoundLink, by: Identity) -> StoredPaper:
    try:
        return await find_paper(await application_of(link.evidence_id), link.evidence_id, by=by)
    except AppError as refused:
        _LOG.warning(
            "a link of %s to paper %s was followed in vain: %s",
            link.user_id,
            link.evidence_id,
            refused.code,
        )
        raise


def _hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
