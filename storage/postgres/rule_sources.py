"""The texts that rule versions were compiled from: kept once, with who published them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_KEEP: Final = """
INSERT INTO rule_sources (id, version_id, policy, edition, published_by_id)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (version_id) DO NOTHING
"""
_REPLACED: Final = """
SELECT EXISTS (
    SELECT FROM rule_versions now
      JOIN rule_sources s ON s.version_id = now.id AND s.published_by_id IS NOT NULL
      JOIN rule_versions old ON old.edition_id = now.edition_id AND old.number < now.number
      LEFT JOIN rule_sources o ON o.version_id = old.id
     WHERE now.id = $1 AND (old.definition_hash = $2 OR (o.policy, o.edition) = ($3, $4)))
"""

_PUBLISHER: Final = "SELECT published_by_id FROM rule_sources WHERE version_id = $1"


class _Publisher(msgspec.Struct, frozen=True):
    published_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """A policy file and a year's file, as they were written."""

    policy: str
    edition: str


async def keep_source(tx: Tx, version_id: UUID, texts: SourceTexts, *, by: UUID | None) -> None:
    """`by`: who published them in the browser; None for the operator. Kept already: nothing happens."""
    await tx.raw.execute(_KEEP, new_id(), version_id, texts.policy, texts.edition, by)


async def find_publisher(version_id: UUID) -> UUID | None:
    """Who published that version in the browser; None for the operator, and where nothing is kept."""
    found = await find_row(_Publisher, _PUBLISHER, version_id, tx=None)
    return None if found is None else found.published_by_id


async def is_replaced_by_people(
    tx: Tx, current_id: UUID, fingerprint: str, texts: SourceTexts
) -> bool:
    """Whether these rules were in force before people published those that are now, in the browser."""
    return bool(
        await tx.raw.fetchval(_REPLACED, current_id, fingerprint, texts.policy, texts.edition)
    )
