"""Names of stored objects: ids alone, so that a person's file name never reaches the store."""

from typing import NewType
from uuid import UUID

ObjectName = NewType("ObjectName", str)

EVIDENCE_PREFIX = "evidence/"


def evidence_name(application_id: UUID, evidence_id: UUID) -> ObjectName:
    """`evidence/<application>/<evidence>`, both as canonical lower-case UUIDs."""
    return ObjectName(f"{EVIDENCE_PREFIX}{application_id}/{evidence_id}")


def find_evidence_ids(name: str) -> tuple[UUID, UUID] | None:
    """(application id, evidence id) of an object's name; None if `evidence_name` never made it."""
    parts = name.removeprefix(EVIDENCE_PREFIX).split("/")
    if not name.startswith(EVIDENCE_PREFIX) or len(parts) != 2:
        return None
    try:
        application_id, evidence_id = UUID(parts[0]), UUID(parts[1])
    except ValueError:
        return None
    # UUID() also takes braces, "urn:uuid:" and capitals; only the form we write is ours.
    if evidence_name(application_id, evidence_id) != name:
        return None
    return application_id, evidence_id
