"""Holds what is doubtful until somebody of the authority has looked at it, and tells who wrote it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.contents import ContentKind
from server.features.content.judge import JudgedTexts
from server.features.content.tell_held import tell_held
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.held_contents import HeldBefore, add_held, replace_held

SUBJECT: Final = "held_content"
"""Of the audit's lines about one."""
WRITER: Final = "writer"


async def hold(
    tx: Tx,
    judged: JudgedTexts,
    *,
    kind: ContentKind,
    subject_id: UUID,
    writer_id: UUID,
    at: datetime,
    edition_id: str | None = None,
    platform_id: UUID | None = None,
) -> bool:
    """Whether it waits now. What was held of the same subject before is replaced either way.

    Exactly one of `edition_id` and `platform_id` says whose authority looks. The caller holds the
    subject's row, or has just made it. What waits does not show: `shown_content` in its SELECT.
    """
    await replace_held(tx, kind, subject_id, at=at)
    if judged.why is None:
        return False
    held = HeldBefore(
        kind,
        subject_id,
        writer_id,
        judged.texts,
        judged.why,
        judged.found,
        edition_id=edition_id,
        platform_id=platform_id,
    )
    held_id = await add_held(tx, held, at=at)
    detail = {"kind": kind, "subject": str(subject_id), "why": judged.why}
    line = AuditEntry(SUBJECT, held_id, at, writer_id, WRITER, "content.held", detail)
    await write_audit(tx, line)
    await tell_held(tx, held_id, held, at=at)
    return True


async def hold_picture(
    tx: Tx, *, subject_id: UUID, platform_id: UUID, writer_id: UUID, at: datetime
) -> None:
    """A platform's picture always waits: its people have no openid, so that WeChat judges none."""
    await hold(
        tx,
        JudgedTexts({}, "picture"),
        kind="picture",
        subject_id=subject_id,
        writer_id=writer_id,
        platform_id=platform_id,
        at=at,
    )
