"""Names of stored objects: ids alone, so that a person's file name never reaches the store."""

from typing import NewType
from uuid import UUID

ObjectName = NewType("ObjectName", str)

EVIDENCE_PREFIX = "evidence/"
PREVIEW_PREFIX = "previews/"
UPLOADS_PREFIX = "uploads/"
CODES_PREFIX = "codes/"


def evidence_name(application_id: UUID, evidence_id: UUID) -> ObjectName:
    """`evidence/<application>/<evidence>`, both as canonical lower-case UUIDs."""
    return ObjectName(f"{EVIDENCE_PREFIX}{application_id}/{evidence_id}")


def code_name(appid: str, version: str, scene: str) -> ObjectName:
    """`codes/<appid>/<version>/<scene>`: another app's or another version's is another picture."""
    return ObjectName(f"{CODES_PREFIX}{appid}/{version}/{scene.replace('=', '-')}")


def upload_prefix(upload_id: UUID) -> str:
    """`uploads/<upload>/`, under which the pieces of one upload lie."""
    return f"{UPLOADS_PREFIX}{upload_id}/"


def preview_name(application_id: UUID, evidence_id: UUID, page: int) -> ObjectName:
    """`previews/<application>/<evidence>/<page>`; pages count from 1."""
    return ObjectName(f"{previews_of(application_id, evidence_id)}{page}")


def previews_of(application_id: UUID, evidence_id: UUID) -> str:
    """What the names of a paper's previews begin with, and no others do."""
    return f"{PREVIEW_PREFIX}{application_id}/{evidence_id}/"
