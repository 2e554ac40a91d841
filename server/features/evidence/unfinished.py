"""Ends what broke off while it went to the store by parts: no object, no row, but room is taken."""

from functools import partial

from server.clock import Clock
from server.features.evidence.orphans import ORPHAN_AFTER
from storage.files.bucket import Bucket
from storage.files.names import EVIDENCE_PREFIX
from storage.files.parts import Unfinished


async def find_unfinished(*, bucket: Bucket, clock: Clock) -> list[Unfinished]:
    """Begun at least an hour ago. Raises StoreUnavailable."""
    before = clock.now() - ORPHAN_AFTER
    found = await bucket.in_thread(lambda: bucket.parts.unfinished(EVIDENCE_PREFIX))
    return [one for one in found if one.begun_at < before]


async def end_unfinished(found: list[Unfinished], *, bucket: Bucket) -> None:
    """Nothing is kept of these. Raises StoreUnavailable."""
    for one in found:
        await bucket.in_thread(partial(bucket.parts.give_up, one.name, one.upload_id))
