"""Reads a paper for the firm, its platform and its reviewers; every view is recorded."""

import logging
from collections.abc import AsyncGenerator
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.paper_faults import LOST, state_text
from models.tables.evidence import Evidence
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.applications.schemas import EvidenceItem
from server.features.applications.view import worded_paper
from server.features.enterprises.membership import find_membership
from server.features.evidence.refusals import PaperClosed
from server.features.identity.declarations import refuse_shut
from server.features.identity.scope import Scope
from server.features.identity.subjects import find_subject
from server.roles import REVIEWING, Role
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.postgres.application_rows import SHOWN_TO_MEMBERS
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.evidence import record_view

_LOG = logging.getLogger(__name__)

_PAPER = f"""
SELECT v.id, v.application_id, v.previews, v.object_name, v.name, v.content_type, v.size, v.state,
       v.fault, a.enterprise_id, a.submitted_at, {SHOWN_TO_MEMBERS} AS shown_to_members
  FROM evidence v JOIN applications a ON a.id = v.application_id
 WHERE v.id = $1 AND v.deleted_at IS NULL"""


class StoredPaper(msgspec.Struct, frozen=True):
    """Where a paper's bytes lie and what they are; whose it is, and whether it was handed in."""

    id: UUID
    application_id: UUID
    previews: int
    object_name: str
    name: str
    content_type: str
    size: int
    state: str
    fault: str | None
    enterprise_id: UUID | None
    submitted_at: datetime | None
    shown_to_members: bool


async def open_evidence(
    application_id: UUID, evidence_id: UUID, *, by: Identity, clock: Clock
) -> StoredPaper:
    """The paper, the view recorded. Raises as `find_paper`."""
    paper = await find_paper(application_id, evidence_id, by=by)
    await record_view(evidence_id, by.user_id, at=clock.now())
    return paper


async def find_paper(application_id: UUID, evidence_id: UUID, *, by: Identity) -> StoredPaper:
    """One that the person may see.

    Raises NotFound: unknown and without access look alike; DeclarationNeeded, ConflictOfInterest
    (experts); PaperClosed until it is checked.
    """
    paper = await find_row(
        StoredPaper, f"{_PAPER} AND a.id = $2", evidence_id, application_id, tx=None
    )
    if paper is None or not await _may_see(application_id, paper, by):
        raise NotFound()
    return _opened(paper)


async def application_of(evidence_id: UUID) -> UUID:
    """Whose paper it is. Raises NotFound."""
    paper = await find_row(StoredPaper, _PAPER, evidence_id, tx=None)
    if paper is None:
        raise NotFound()
    return paper.application_id


def _opened(paper: StoredPaper) -> StoredPaper:
    if paper.state != "checked":
        raise PaperClosed(state_text(paper.state, paper.fault))
    return paper


async def get_evidence(evidence_id: UUID, *, english: bool) -> EvidenceItem:
    """The entry without its bytes, for its owner. Raises StoreUnavailable."""
    with postgres_errors():
        return view_of(await Evidence.get(id=evidence_id), english=english)


def view_of(evidence: Evidence, *, english: bool) -> EvidenceItem:
    item = msgspec.convert(evidence, EvidenceItem, from_attributes=True)
    return worded_paper(item, english=english)


async def read_pieces(bucket: Bucket, name: str) -> AsyncGenerator[bytes, None]:
    """The bytes as they come from the store. Raises PaperClosed (lost), StoreUnavailable."""
    try:
        stored = await bucket.open(name)
    except ObjectMissing as missing:
        _LOG.error("a paper's file is lost; see `files sweep`: %s", name)
        raise PaperClosed(LOST) from missing
    async with stored as pieces:
        async for piece in pieces:
            yield piece


async def _may_see(application_id: UUID, paper: StoredPaper, by: Identity) -> bool:
    own = paper.enterprise_id if paper.shown_to_members else None
    if own and await find_membership(by.user_id, own):
        return True
    # Staff see papers that were handed in, never a draft's, even once that was withdrawn.
    if paper.submitted_at is None:
        return False
    subject = await find_subject(application_id)
    scope = Scope.of(by, Role.PLATFORM, Role.INSPECTOR, *REVIEWING)
    if subject is None or not scope.allows(subject):
        return False
    await refuse_shut(by, application_id, subject)
    return True
