"""What the worker does for the store once a day: strays deleted, pictures mended, losses told."""

import logging

from server.clock import Clock
from server.features.evidence.sweep import Sweep, sweep_files
from storage.files.bucket import Bucket
from storage.postgres.upkeep import note_upkeep

_LOG = logging.getLogger(__name__)


async def tend_files(*, bucket: Bucket, clock: Clock) -> Sweep:
    """Raises StoreUnavailable."""
    found = await sweep_files(bucket=bucket, clock=clock, mend=True)
    now = clock.now()
    await note_upkeep("orphans", done=found.orphans.count, left=0, at=now)
    await note_upkeep("files", done=0, left=found.lost.count, at=now)
    await note_upkeep("previews", done=found.unseen.count, left=0, at=now)
    if found.orphans.count or found.unseen.count:
        _LOG.info(
            "%s objects without a row were deleted, the pictures of %s papers are drawn anew",
            found.orphans.count,
            found.unseen.count,
        )
    for paper in found.lost.first:
        _LOG.error("a paper's file is lost; see `files sweep`: %s", paper.object_name)
    return found
