"""Which of several things have a text that waits for a look, or was refused."""

from collections.abc import Sequence
from uuid import UUID

from models.rules.contents import ContentKind
from models.tables.contents import HeldContent


async def find_covered(kind: ContentKind, subject_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Their ids, for those who read a page of them."""
    held = HeldContent.filter(
        kind=kind, subject_id__in=subject_ids, state__in=("waiting", "refused")
    )
    return frozenset(row.subject_id for row in await held)
