"""The audit chain: appended by a database function that hashes each line with the one before it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from storage.postgres.core.transaction import Tx

_APPEND = "SELECT append_audit($1, $2, $3, $4, $5, $6, $7)"
_APPEND_WITH_COMMENT = f"INSERT INTO audit_comments (audit_id, text) {_APPEND}, $8"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line: who (`actor_id` null for the system), in which role, did what to which subject.

    `detail` holds ids, figures and codes, no personal data; words go into `comment`, which is kept
    apart and bound by its hash.
    """

    subject_kind: str
    subject_id: UUID
    at: datetime
    actor_id: UUID | None
    actor_role: str
    event: str
    detail: dict[str, Any] = field(default_factory=dict)
    comment: str | None = None

    def canonical_detail(self) -> str:
        detail = dict(self.detail)
        if self.comment:
            detail["comment_sha256"] = hashlib.sha256(self.comment.encode()).hexdigest()
        return msgspec.json.encode(detail, order="sorted").decode()


async def write_audit(tx: Tx, *lines: AuditEntry) -> None:
    """Append lines in order; the caller holds the subject's row lock."""
    for line in lines:
        comment = [line.comment] if line.comment else []
        await tx.raw.execute(
            _APPEND_WITH_COMMENT if comment else _APPEND,
            line.subject_kind,
            line.subject_id,
            line.at,
            line.actor_id,
            line.actor_role,
            line.event,
            line.canonical_detail(),
            *comment,
        )
