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
from server.features.evidence.opening import Opening, check_kind_open, read_opening
from server.features.evidence.previews import erase_previews, keep_previews
from server.features.evidence.refusals import refusal_of
from server.roles import Role
from storage.files.bucket import Bucket
from storage.files.inspection.inspected import ContentType
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
    if opening.holds(paper.kind, digest):
        same = await _find_same(opening, paper, user_id)
        if same is not None:
            return Uploaded(same, new=False)
    await paper.file.store()
    try:
        found = await examiner.examine_at_once(paper.file.opened, content_type)
        known = await _known_of(found, opening.application_id, paper.id, bucket, at=clock.now())
        evidence = _row_of(opening, paper, content_type)
        evidence.update_from_dict(known | {"uploaded_by_id": user_id, "uploaded_at": clock.now()})
        invoice = None if isinstance(found, Waiting) else found.invoice
        uploaded = await _enter(evidence, invoice, user_id)
    except AppError:
        # Nothing was entered, and nothing will be: the bytes are of no use.
        await _discard(bucket, opening.application_id, paper.id)
        raise
    if not uploaded.new:
        await _discard(bucket, opening.application_id, paper.id)
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


async def _known_of(
    found: Examined | Waiting,
    application_id: UUID,
    evidence_id: UUID,
    bucket: Bucket,
    *,
    at: datetime,
) -> dict[str, Any]:
    """Columns of the row, once the previews are stored.

    Raises UnsupportedMedia, Invalid for a file that does not pass, StoreUnavailable.
    """
    if isinstance(found, Waiting):
        return {"state": "checking", "fault": found.fault}
    if found.fault is not None:
        raise refusal_of(found.fault)
    previews = await keep_previews(bucket, application_id, evidence_id, found.previews)
    known = {
        "pages": found.pages,
        "page_sha256": found.page_sha256,
        "previews": previews,
        "payer_account_index": found.payer_account_index,
    }
    return {"state": "checked", "checked_at": at, **known}


async def _discard(bucket: Bucket, application_id: UUID, evidence_id: UUID) -> None:
    await bucket.delete(evidence_name(application_id, evidence_id))
    await erase_previews(bucket, application_id, evidence_id)


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


async def _enter(evidence: Evidence, invoice: ReadInvoice | None, user_id: UUID) -> Uploaded:
    async with transaction() as tx:
        # Only the lock: whose it is, and whether it is open, is read under it.
        await tx.raw.execute(_HOLD, evidence.application_id)
        opening = await read_opening(evidence.application_id, user_id, tx=tx)
        await check_kind_open(opening, evidence.kind, same=evidence.sha256, tx=tx)
        if opening.holds(evidence.kind, evidence.sha256):
            same = await _held(tx, opening.application_id, evidence.kind, evidence.sha256)
            if same is not None:
                tx.created(same.id, status=200)
                return Uploaded(same, new=False)
        await replace_lost(tx, evidence)
        await add_evidence(tx, evidence)
        await keep_invoice(tx, evidence.id, invoice, at=evidence.uploaded_at)
        await write_audit(tx, _added(evidence, user_id, opening.role))
        if opening.role == Role.PLATFORM:
            await raise_version(tx, evidence.application_id, at=evidence.uploaded_at)
        if evidence.state == "checking":
            await enqueue(tx, Job("evidence.inspect", evidence.id))
        tx.created(evidence.id)
    return Uploaded(evidence, new=True)


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
