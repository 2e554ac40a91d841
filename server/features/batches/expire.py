"""Lists of clients whose time is over go with what was read of them; the worker runs it."""

import logging
from typing import Final
from uuid import UUID

from server.clock import Clock
from server.features.batches.batch_at_hand import read_batch
from server.features.programmes.kept import kept_long_enough
from storage.errors import StoreUnavailable
from storage.postgres.batches import empty_batch
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.upkeep import note_upkeep
from storage.postgres.uploads import release_upload

_LOG = logging.getLogger(__name__)
# A batch of which something still runs keeps its list, as that keeps its papers.
_DUE: Final = """
SELECT b.id FROM batches b
 WHERE b.edition_id = $1 AND b.id > $2 AND b.state IN ('done', 'failed', 'cancelled')
   AND b.manifest_upload_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM batch_rows r JOIN applications a ON a.id = r.application_id
                    WHERE r.batch_id = b.id
                      AND a.status IN ('in_review', 'returned', 'approved', 'payable'))
 ORDER BY b.id LIMIT 100
"""


async def expire_batches(*, clock: Clock) -> int:
    """How many lists went. What fails for one keeps no other from its turn.

    Raises StoreUnavailable; whatever was done until then stays done.
    """
    gone = failed = 0
    async for batch_id in kept_long_enough(_DUE, clock.today().year):
        try:
            await _expire(batch_id, clock)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001  # told with its batch, and counted
            _LOG.exception("the list of batch %s could not go", batch_id)
            failed += 1
        else:
            gone += 1
    await note_upkeep("lists", done=gone, left=failed, at=clock.now())
    if gone or failed:
        _LOG.info("%s lists were kept long enough and are gone; %s failed", gone, failed)
    return gone


async def _expire(batch_id: UUID, clock: Clock) -> None:
    """How many rows were filed or not stays; cells, reasons and files do not."""
    now = clock.now()
    async with transaction() as tx:
        batch = await read_batch(batch_id, tx=tx)
        if batch.manifest_upload_id is None:
            return
        await release_upload(tx, batch.manifest_upload_id, at=now)
        await empty_batch(tx, batch_id)
        await write_audit(
            tx,
            AuditEntry(
                "batch", batch_id, now, None, "system", "batch.list_expired", {"rows": batch.rows}
            ),
        )
