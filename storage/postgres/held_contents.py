"""What is held before it shows: added, decided on once, replaced by what was written later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD: Final = """
INSERT INTO held_contents (id, kind, subject_id, edition_id, platform_id, writer_id, texts, why,
                           found, state, held_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, 'waiting', $10)
"""
_REPLACE: Final = """
UPDATE held_contents SET state = 'replaced', decided_at = coalesce(decided_at, $3)
 WHERE kind = $1 AND subject_id = $2 AND state IN ('waiting', 'refused')
"""
_REPLACE_VERSIONS: Final = """
UPDATE held_contents SET state = 'replaced', decided_at = $2
 WHERE kind = 'plan' AND state = 'waiting'
   AND subject_id IN (SELECT id FROM plans WHERE supersedes_id = $1)
"""
_DECIDE: Final = """
UPDATE held_contents SET state = $2, decided_at = $3, decided_by_id = $4, reason = $5
 WHERE id = $1 AND state = 'waiting' RETURNING id
"""


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """Where it would show, whose authority looks (one of the two), what it says, what is doubtful."""

    kind: str
    subject_id: UUID
    writer_id: UUID
    texts: Mapping[str, str]
    why: str
    found: Sequence[str]
    edition_id: str | None = None
    platform_id: UUID | None = None


def shown_content(kind: str, subject: str) -> str:
    """A condition of SQL: what is about `subject` (a column) neither waits nor was refused."""
    return (
        "NOT EXISTS (SELECT FROM held_contents h"
        f" WHERE h.kind = '{kind}' AND h.subject_id = {subject}"
        " AND h.state IN ('waiting', 'refused'))"
    )


async def add_held(tx: Tx, held: HeldBefore, *, at: datetime) -> UUID:
    """The id of what waits now."""
    made = new_id()
    texts, found = msgspec.json.encode(held.texts), msgspec.json.encode(held.found)
    subject = (held.kind, held.subject_id, held.edition_id, held.platform_id, held.writer_id)
    values = (texts.decode(), held.why, found.decode(), at)
    await tx.raw.execute(_ADD, made, *subject, *values)
    return made


async def replace_held(tx: Tx, kind: str, subject_id: UUID, *, at: datetime) -> None:
    """What was written later stands in its place: nobody need look at it any more."""
    await tx.raw.execute(_REPLACE, kind, subject_id, at)


async def replace_held_versions(tx: Tx, plan_id: UUID, *, at: datetime) -> None:
    """Versions that would follow a plan which ends, or is changed once more."""
    await tx.raw.execute(_REPLACE_VERSIONS, plan_id, at)


async def decide_held(
    tx: Tx, held_id: UUID, state: str, *, by: UUID, reason: str | None, at: datetime
) -> bool:
    """`passed`, `refused` or `replaced`. False where it does not wait any more."""
    return await tx.raw.fetchval(_DECIDE, held_id, state, at, by, reason) is not None
