"""Compares the store with the rows in both directions; deletes and mends only when told to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.evidence.orphans import find_orphans
from server.features.evidence.redraw import ask_for_previews
from server.features.evidence.unfinished import end_unfinished, find_unfinished
from storage.files.bucket import Bucket, StoredObject
from storage.files.names import EVIDENCE_PREFIX, PREVIEW_PREFIX, preview_name
from storage.files.parts import Unfinished
from storage.files.sweep import not_listed
from storage.postgres.core.rows import find_row, list_rows

_SHOWN: Final = 1_000
_PAGE: Final = 500
_LIVING: Final = """
SELECT v.id, v.application_id AS owner_id, v.object_name, v.kind, v.previews, a.number
  FROM evidence v JOIN applications a ON a.id = v.application_id
 WHERE v.deleted_at IS NULL AND v.state NOT IN ('refused', 'expired')
"""
_ATTACHED: Final = """
SELECT t.id, coalesce(t.appeal_id, t.objection_id) AS owner_id, t.object_name,
       CASE WHEN t.appeal_id IS NULL THEN 'objection' ELSE 'appeal' END AS kind, 0 AS previews,
       coalesce(a.number, n.title) AS number
  FROM attachments t
  LEFT JOIN appeals p ON p.id = t.appeal_id LEFT JOIN applications a ON a.id = p.application_id
  LEFT JOIN objections o ON o.id = t.objection_id LEFT JOIN notices n ON n.id = o.notice_id
 WHERE t.deleted_at IS NULL AND t.state NOT IN ('refused', 'expired')
"""
# Names begin with both ids, so that this is their order in the store's lists, too.
_AFTER: Final = f"""
(SELECT * FROM ({_LIVING}) v WHERE (v.owner_id, v.id) > ($1, $2)
  ORDER BY v.owner_id, v.id LIMIT {_PAGE})
 UNION ALL
(SELECT * FROM ({_ATTACHED}) t WHERE (t.owner_id, t.id) > ($1, $2)
  ORDER BY t.owner_id, t.id LIMIT {_PAGE})
 ORDER BY owner_id, id LIMIT {_PAGE}"""
_STILL: Final = f"{_LIVING} AND v.id = $1 UNION ALL {_ATTACHED} AND t.id = $1"
Item = TypeVar("Item")


class LivingPaper(msgspec.Struct, frozen=True):
    """A row that has an object, and `previews` pictures; `number` is its application's.

    `owner_id`: its application, appeal or objection. An objection's has its notice's title instead
    of a number.
    """

    id: UUID
    owner_id: UUID
    object_name: str
    kind: str
    previews: int
    number: str


@dataclass(slots=True)
class FoundObjects(Generic[Item]):
    """How many there are, and the first thousand of them."""

    count: int = 0
    first: list[Item] = field(default_factory=list)

    def add(self, one: Item) -> None:
        self.count += 1
        if len(self.first) < _SHOWN:
            self.first.append(one)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Objects without a row, or cut off; rows without their object, or a picture of a page."""

    unfinished: list[Unfinished]
    orphans: FoundObjects[StoredObject] = field(default_factory=FoundObjects)
    lost: FoundObjects[LivingPaper] = field(default_factory=FoundObjects)
    unseen: FoundObjects[LivingPaper] = field(default_factory=FoundObjects)


async def sweep_files(*, bucket: Bucket, clock: Clock, mend: bool) -> Sweep:
    """Both ways, page by page: however much there is, this holds little of it.

    `mend` deletes objects without a row that are an hour old, and has lost pictures drawn anew. A
    row is never deleted: what it lost is in a backup, or nowhere. Raises StoreUnavailable.
    """
    found = Sweep(await find_unfinished(bucket=bucket, clock=clock))
    if mend:
        await end_unfinished(found.unfinished, bucket=bucket)
    async for orphan in find_orphans(bucket=bucket, clock=clock):
        found.orphans.add(orphan)
        if mend:
            await bucket.delete(orphan.name)
    async for paper in _without_object(bucket):
        found.lost.add(paper)
    async for paper in _without_picture(bucket):
        found.unseen.add(paper)
        if mend:
            await ask_for_previews(paper.id)
    return found


async def _without_object(bucket: Bucket) -> AsyncIterator[LivingPaper]:
    wanted = ((paper.object_name, paper) async for paper in _living())
    async for name, paper in not_listed(bucket, EVIDENCE_PREFIX, wanted):
        # A list may be older than a row; and a paper that its owner removed has lost nothing.
        if not await bucket.exists(name) and await _is_still(paper):
            yield paper


async def _without_picture(bucket: Bucket) -> AsyncIterator[LivingPaper]:
    last = None
    async for name, paper in not_listed(bucket, PREVIEW_PREFIX, _pictures()):
        if last != paper.id and not await bucket.exists(name) and await _is_still(paper):
            last = paper.id
            yield paper


async def _is_still(paper: LivingPaper) -> bool:
    return await find_row(LivingPaper, _STILL, paper.id, tx=None) is not None


async def _pictures() -> AsyncIterator[tuple[str, LivingPaper]]:
    async for paper in _living():
        pages = range(1, paper.previews + 1)
        for name in sorted(preview_name(paper.owner_id, paper.id, page) for page in pages):
            yield name, paper


async def _living() -> AsyncIterator[LivingPaper]:
    last = (UUID(int=0), UUID(int=0))
    while page := await list_rows(LivingPaper, _AFTER, *last, tx=None):
        for paper in page:
            yield paper
        last = (page[-1].owner_id, page[-1].id)
