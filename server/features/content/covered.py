"""Which of several things have a text that waits for a look, or was refused."""

from collections.abc import Sequence
from uuid import UUID

from models.rules.contents import ContentKind
from models.tables.contents import HeldContent
from storage.postgres.core.transaction import Tx


async def find_covered(
    kind: ContentKind, subject_ids: Sequence[UUID], *, tx: Tx | None = None
) -> frozenset[UUID]:
    """Their ids, for those who read a page of them."""
    held = HeldContent.filter(
        kind=kind, subject_id__in=subject_ids, state__in=("waiting", "refused")
    )
    rows = await (held if tx is None else held.using_db(tx.connection))
    return frozenset(row.subject_id for row in rows)
