"""Deletes bytes that no row stands for: of a paper that was removed, of an upload cut off."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from tortoise import connections

from server.clock import Clock
from storage.files.bucket import Bucket
from storage.files.names import EVIDENCE_PREFIX
from storage.files.sweep import list_orphans
from storage.postgres.core.transaction import postgres_errors

_LOG = logging.getLogger(__name__)
ORPHAN_AFTER: Final = timedelta(hours=1)
"""Far longer than an upload takes from its last byte to its commit."""


async def erase_object(evidence_id: UUID, *, bucket: Bucket) -> None:
    """The bytes of a removed paper; one that is not removed keeps them. Raises StoreUnavailable."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(
            "SELECT object_name FROM evidence WHERE id = $1 AND deleted_at IS NOT NULL",
            [evidence_id],
        )
    for row in rows:
        await bucket.delete(row["object_name"])


async def sweep_orphans(*, bucket: Bucket, clock: Clock) -> int:
    """Delete objects at least an hour old that no row knows; how many. Raises StoreUnavailable."""
    older_than = clock.now() - ORPHAN_AFTER
    found = list_orphans(bucket, EVIDENCE_PREFIX, older_than=older_than, known=_known)
    deleted = 0
    async for orphan in found:
        await bucket.delete(orphan.name)
        deleted += 1
    if deleted:
        _LOG.info("%s objects without a row were deleted", deleted)
    return deleted


async def _known(names: Sequence[str]) -> list[str]:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(
            "SELECT object_name FROM evidence WHERE object_name = ANY($1)", [list(names)]
        )
    return [row["object_name"] for row in rows]
