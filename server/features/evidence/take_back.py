"""Papers that a person chose on the phone and never handed in go when they take that back in WeChat."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from server.roles import Role
from storage.postgres.applications import raise_version
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.evidence import PaperTakenBack, count_papers_of, take_back_papers
from storage.postgres.jobs.enqueue import Job, enqueue

PICTURES: Final = "14"
FILES: Final = "15"
"""`RevokeInfo` of what was chosen with `wx.chooseMedia` and `wx.chooseMessageFile`."""


async def take_back_chosen(
    tx: Tx, user_id: UUID, items: Collection[str], *, before: datetime, at: datetime
) -> tuple[int, int]:
    """How many papers went and how many of the person's stay: those that were handed in.

    Which of both ways a picture came by nobody knows any more, so that files are papers of any type.
    The law has an office keep what an application was decided by (docs/operations.md).
    """
    if not {PICTURES, FILES}.intersection(items):
        return 0, 0
    prefix = "" if FILES in items else "image/"
    taken = await take_back_papers(tx, user_id, prefix, before=before, at=at)
    of_application: dict[UUID, list[PaperTakenBack]] = defaultdict(list)
    for paper in taken:
        of_application[paper.application_id].append(paper)
    for application_id, papers in of_application.items():
        await write_audit(tx, *(_line(paper, user_id, at) for paper in papers))
        await raise_version(tx, application_id, at=at)
    await enqueue(tx, *(Job("evidence.deleted", paper.id) for paper in taken))
    return len(taken), await count_papers_of(tx, user_id)


def _line(paper: PaperTakenBack, user_id: UUID, at: datetime) -> AuditEntry:
    detail = {"evidence": str(paper.id), "kind": paper.kind}
    return AuditEntry(
        "application",
        paper.application_id,
        at,
        user_id,
        Role.ENTERPRISE,
        "evidence_removed",
        detail,
    )
