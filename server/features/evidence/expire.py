"""Papers whose time is over go, and their application says so; the worker runs it."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from server.clock import Clock
from server.features.programmes.kept import kept_long_enough
from storage.errors import StoreUnavailable
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import expire_evidence
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.upkeep import note_upkeep

_LOG = logging.getLogger(__name__)
# What still runs keeps its papers, however old, and so does what money is still asked back for.
_DUE: Final = """
SELECT a.id FROM applications a
 WHERE a.edition_id = $1 AND a.id > $2
   AND a.status NOT IN ('in_review', 'returned', 'approved', 'payable')
   AND NOT (a.status = 'revoked' AND EXISTS (
            SELECT 1 FROM claims c WHERE c.application_id = a.id AND c.live))
   AND EXISTS (SELECT 1 FROM evidence v WHERE v.application_id = a.id AND v.deleted_at IS NULL
                  AND v.state IN ('checking', 'checked'))
 ORDER BY a.id LIMIT 500
"""
_HOLD: Final = "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE"


async def expire_papers(*, clock: Clock) -> int:
    """How many papers went. What fails for one application keeps no other from its turn.

    Raises StoreUnavailable; whatever was done until then stays done.
    """
    gone = failed = 0
    async for application_id in kept_long_enough(_DUE, clock.today().year):
        try:
            gone += await _expire(application_id, clock.now())
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001  # told with its application, and counted
            _LOG.exception("the papers of %s could not go", application_id)
            failed += 1
    await note_upkeep("retention", done=gone, left=failed, at=clock.now())
    if gone or failed:
        _LOG.info("%s papers were kept long enough and are gone; %s failed", gone, failed)
    return gone


async def _expire(application_id: UUID, now: datetime) -> int:
    async with transaction() as tx:
        await tx.raw.execute(_HOLD, application_id)
        papers = await expire_evidence(tx, application_id)
        if not papers:
            return 0
        detail = {"papers": len(papers)}
        await write_audit(
            tx,
            AuditEntry(
                "application", application_id, now, None, "system", "papers_expired", detail
            ),
        )
        await enqueue(tx, *(Job("evidence.deleted", paper) for paper in papers))
    return len(papers)
