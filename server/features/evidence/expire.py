"""Papers whose time is over go, and the chain of their application or notice says so."""

import logging
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from server.clock import Clock
from server.features.programmes.kept import kept_long_enough
from storage.errors import StoreUnavailable
from storage.postgres.attachments import ERASE, expire_attachments
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import expire_evidence
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.upkeep import note_upkeep

_LOG = logging.getLogger(__name__)
# What still runs keeps its papers, however old, and so does what money is still asked back for.
_RUNS: Final = """(a.status IN ('in_review', 'returned', 'approved', 'payable')
   OR a.status = 'revoked' AND EXISTS (
      SELECT 1 FROM claims c WHERE c.application_id = a.id AND c.live))"""
_THERE: Final = "t.deleted_at IS NULL AND t.state IN ('checking', 'checked')"
_DUE: Final = f"""
SELECT a.id FROM applications a
 WHERE a.edition_id = $1 AND a.id > $2 AND NOT {_RUNS}
   AND (EXISTS (SELECT 1 FROM evidence t WHERE t.application_id = a.id AND {_THERE})
     OR EXISTS (SELECT 1 FROM appeals p JOIN attachments t ON t.appeal_id = p.id AND {_THERE}
                 WHERE p.application_id = a.id))
 ORDER BY a.id LIMIT 500
"""
# Papers of objections: by their notice, while none of those whom it names still runs.
_DUE_NOTICES: Final = f"""
SELECT n.id FROM notices n
 WHERE n.edition_id = $1 AND n.id > $2 AND n.state = 'closed'
   AND EXISTS (SELECT 1 FROM objections o JOIN attachments t ON t.objection_id = o.id AND {_THERE}
                WHERE o.notice_id = n.id)
   AND NOT EXISTS (SELECT 1 FROM notice_entries e JOIN applications a ON a.id = e.application_id
                    WHERE e.notice_id = n.id AND {_RUNS})
 ORDER BY n.id LIMIT 500
"""
Subject = Literal["application", "notice"]
_HOLD: Final[Mapping[Subject, str]] = MappingProxyType(
    {
        "application": "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE",
        "notice": "SELECT 1 FROM notices WHERE id = $1 FOR NO KEY UPDATE",
    }
)


async def expire_papers(*, clock: Clock) -> int:
    """How many papers went. What fails for one application or notice keeps no other from its turn.

    Raises StoreUnavailable; whatever was done until then stays done.
    """
    gone, failed = await _expire_all("application", _DUE, clock)
    with_objections = await _expire_all("notice", _DUE_NOTICES, clock)
    gone, failed = gone + with_objections[0], failed + with_objections[1]
    await note_upkeep("retention", done=gone, left=failed, at=clock.now())
    if gone or failed:
        _LOG.info("%s papers were kept long enough and are gone; %s failed", gone, failed)
    return gone


async def _expire_all(subject: Subject, due: str, clock: Clock) -> tuple[int, int]:
    """How many papers went, and of how many applications or notices they could not."""
    gone = failed = 0
    async for about_id in kept_long_enough(due, clock.today().year):
        try:
            gone += await _expire(subject, about_id, clock.now())
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001  # told with what it is about, and counted
            _LOG.exception("the papers of %s %s could not go", subject, about_id)
            failed += 1
    return gone, failed


async def _expire(subject: Subject, about_id: UUID, now: datetime) -> int:
    async with transaction() as tx:
        await tx.raw.execute(_HOLD[subject], about_id)
        papers = await expire_evidence(tx, about_id) if subject == "application" else []
        attached = await expire_attachments(tx, subject, about_id)
        gone = len(papers) + len(attached)
        if not gone:
            return 0
        entry = AuditEntry(
            subject, about_id, now, None, "system", "papers_expired", {"papers": gone}
        )
        await write_audit(tx, entry)
        await enqueue(tx, *(Job("evidence.deleted", paper) for paper in papers))
        await enqueue(tx, *(Job(ERASE, paper) for paper in attached))
    return gone
