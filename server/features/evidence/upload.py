"""Uploads a paper: type by its content, bytes stored and looked at, row entered; no bytes twice."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from msgspec.json import encode

from models.rules.invoices.invoice import ReadInvoice
from models.rules.paper_names import offered_name
from models.tables.evidence import Evidence
from server.clock import Clock
from server.errors import AppError
from server.features.applications.particulars import hold_to_correct
from server.features.evidence.check_file import find_type
from server.features.evidence.examine import Examined, Examiner, Waiting
from server.features.evidence.lost import find_lost
from server.features.evidence.opening import Opening, check_kind_open, read_opening
from server.features.evidence.redraw import drawing
from server.features.evidence.refusals import refusal_of
from server.roles import Role
from storage.files.bucket import Bucket
from storage.files.inspection.inspected import MOST_PREVIEWS, ContentType
from storage.files.names import evidence_name
from storage.files.writing.arriving import ArrivingFile
from storage.postgres.applications import raise_version
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.evidence import add_evidence, replace_lost
from storage.postgres.invoices import keep_invoice
from storage.postgres.jobs.enqueue import Job, enqueue

_HOLD = "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """What was received: the kind it is meant to be, its owner's name for it, the bytes.

    `file` goes to where the paper of this application and id lies.
    """

    id: UUID
    kind: str
    name: str
    file: ArrivingFile

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over all that was sent."""
        return sha256(encode((self.kind, self.name, self.file.passed.sha256))).digest()


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The row, and whether it is new (201) or was there already (200)."""

    evidence: Evidence
    new: bool


async def upload_evidence(
    opening: Opening,
    paper: ReceivedPaper,
    *,
    user_id: UUID,
    clock: Clock,
    bucket: Bucket,
    examiner: Examiner,
) -> Uploaded:
    """Store the bytes, look at them, enter them; run it in a task that the application owns.

    What the look does not tell in time is entered as `checking` and left to a job.
    Raises NotFound, NotEditable, Invalid (`kind_unknown`, `too_many`, `file_unreadable`,
    `virus_found`), UnsupportedMedia, StoreUnavailable. An object without a row is swept later; a
    row without an object cannot come about.
    """
    digest = paper.file.passed.sha256.hex()
    await check_kind_open(opening, paper.kind, same=digest)
    content_type = find_type(paper.name, paper.file.passed.head)
    lost = None
    if opening.holds(paper.kind, digest):
        lost = await find_lost(opening.application_id, paper.kind, digest, bucket=bucket)
        same = None if lost else await _find_same(opening, paper, user_id)
        if same is not None:
            return Uploaded(same, new=False)
    await paper.file.store()
    evidence = _row_of(opening, paper, content_type)
    try:
        found = await examiner.examine_at_once(paper.file.opened, content_type)
        now = clock.now()
        known = _known_of(found, at=now)
        evidence.update_from_dict(known | {"uploaded_by_id": user_id, "uploaded_at": now})
        invoice = None if isinstance(found, Waiting) else found.invoice
        uploaded = await _enter(evidence, invoice, user_id, lost=lost)
    except AppError:
        # Nothing was entered, and nothing will be: the bytes are of no use.
        await bucket.delete(evidence.object_name)
        raise
    if not uploaded.new:
        await bucket.delete(evidence.object_name)
    return uploaded


def _row_of(opening: Opening, paper: ReceivedPaper, content_type: ContentType) -> Evidence:
    """What the door knows of it."""
    return Evidence(
        id=paper.id,
        application_id=opening.application_id,
        kind=paper.kind,
        name=offered_name(paper.name, content_type),
        size=paper.file.passed.size,
        content_type=content_type,
        sha256=paper.file.passed.sha256.hex(),
        object_name=evidence_name(opening.application_id, paper.id),
    )


def _known_of(found: Examined | Waiting, *, at: datetime) -> dict[str, Any]:
    """Columns of the row; its pages are drawn by a job, as many as there will be previews.

    Raises UnsupportedMedia, Invalid for a file that does not pass.
    """
    if isinstance(found, Waiting):
        return {"state": "checking", "fault": found.fault}
    if found.fault is not None:
        raise refusal_of(found.fault)
    return {
        "state": "checked",
        "checked_at": at,
        "pages": found.pages,
        "page_sha256": found.page_sha256,
        "previews": min(found.pages or 0, MOST_PREVIEWS),
        "payer_account_index": found.payer_account_index,
    }


class _Removed(Exception):
    """The same paper was removed meanwhile; nothing may be recorded for this request yet."""


async def _find_same(opening: Opening, paper: ReceivedPaper, user_id: UUID) -> Evidence | None:
    try:
        async with transaction() as tx:
            await hold_to_correct(tx, opening.application_id, user_id)
            same = await _held(
                tx, opening.application_id, paper.kind, paper.file.passed.sha256.hex()
            )
            if same is None:
                raise _Removed
            tx.created(same.id, status=200)
            return same
    except _Removed:
        return None


async def _held(tx: Tx, application_id: UUID, kind: str, sha256: str) -> Evidence | None:
    return await Evidence.get_or_none(
        application_id=application_id,
        kind=kind,
        sha256=sha256,
        deleted_at=None,
        using_db=tx.connection,
    )


async def _enter(
    evidence: Evidence, invoice: ReadInvoice | None, user_id: UUID, *, lost: UUID | None
) -> Uploaded:
    """`lost`: the paper of the same bytes in whose place it comes."""
    async with transaction() as tx:
        # Only the lock: whose it is, and whether it is open, is read under it.
        await tx.raw.execute(_HOLD, evidence.application_id)
        opening = await read_opening(evidence.application_id, user_id, tx=tx)
        await check_kind_open(opening, evidence.kind, same=evidence.sha256, tx=tx)
        if opening.holds(evidence.kind, evidence.sha256):
            same = await _held(tx, opening.application_id, evidence.kind, evidence.sha256)
            if same is not None and same.id != lost:
                tx.created(same.id, status=200)
                return Uploaded(same, new=False)
        await replace_lost(tx, evidence, lost)
        await add_evidence(tx, evidence)
        await keep_invoice(tx, evidence.id, invoice, at=evidence.uploaded_at)
        await write_audit(tx, _added(evidence, user_id, opening.role))
        if opening.role == Role.PLATFORM:
            await raise_version(tx, evidence.application_id, at=evidence.uploaded_at)
        await enqueue(tx, _job_of(evidence))
        tx.created(evidence.id)
    return Uploaded(evidence, new=True)


def _job_of(evidence: Evidence) -> Job:
    if evidence.state == "checking":
        return Job("evidence.inspect", evidence.id)
    return drawing(evidence.id)


def _added(evidence: Evidence, user_id: UUID, role: str) -> AuditEntry:
    detail = {
        "evidence": str(evidence.id),
        "kind": evidence.kind,
        "sha256": evidence.sha256,
    }
    return AuditEntry(
        "application",
        evidence.application_id,
        evidence.uploaded_at,
        user_id,
        role,
        "evidence_added",
        detail,
    )
