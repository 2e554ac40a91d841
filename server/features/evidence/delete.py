"""Removes a paper while the application is open; its bytes are deleted by a job."""

from uuid import UUID

from models.tables.evidence import Evidence
from server.clock import Clock
from server.errors import NotFound
from server.features.applications.particulars import hold_to_correct
from server.features.evidence.opening import read_opening
from server.roles import Role
from storage.postgres.applications import raise_version
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import remove_evidence
from storage.postgres.jobs.enqueue import Job, enqueue


async def delete_evidence(
    application_id: UUID, evidence_id: UUID, *, user_id: UUID, clock: Clock
) -> None:
    """Raises NotFound, NotEditable."""
    now = clock.now()
    async with transaction() as tx:
        await hold_to_correct(tx, application_id, user_id)
        opening = await read_opening(application_id, user_id, tx=tx)
        evidence = await Evidence.get_or_none(
            id=evidence_id, application_id=application_id, deleted_at=None, using_db=tx.connection
        )
        if evidence is None:
            raise NotFound()
        opening.check_item(evidence.kind)
        await remove_evidence(tx, evidence, by=user_id, at=now)
        detail = {"evidence": str(evidence_id), "kind": evidence.kind}
        line = AuditEntry(
            "application", application_id, now, user_id, opening.role, "evidence_removed", detail
        )
        await write_audit(tx, line)
        if opening.role == Role.PLATFORM:
            await raise_version(tx, application_id, at=now)
        await enqueue(tx, Job("evidence.deleted", evidence_id))
