"""Groups the reviews of a bulk into transactions: together go those that lock claims of one pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import passing_stage
from server.edge.web.auth import Identity
from server.features.programmes.published import definition_of
from server.features.reviews.worklist import reviews_within
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

TOGETHER: Final = 10
"""The pool's row is held while these are locked: others' decisions get in between."""

_IN_KEY_ORDER = """
SELECT r.id, r.application_id, a.number, r.stage, r.state, a.track, a.rule_version_id, c.pool_id
  FROM reviews r JOIN applications a ON a.id = r.application_id
  LEFT JOIN claims c ON c.application_id = r.application_id AND c.live
 WHERE r.id = ANY($1) ORDER BY c.pool_id, c.later_at, c.earlier_at, c.sequence, r.id
"""


class _Review(msgspec.Struct, frozen=True):
    id: UUID
    application_id: UUID
    number: str
    stage: str
    state: str
    track: str
    rule_version_id: UUID
    pool_id: UUID | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Reviews in key order; with a pool: of applications whose claims in it their pass locks."""

    review_ids: Sequence[UUID]
    pool_id: UUID | None = None
    application_ids: Sequence[UUID] = ()

    def singly(self) -> list["Chunk"]:
        """The same reviews in the same order, each on its own."""
        given = zip(self.review_ids, self.application_ids, strict=True)
        return [Chunk([review], self.pool_id, [application]) for review, application in given]


async def chunks_of(
    review_ids: Sequence[UUID], by: Identity
) -> tuple[list[Chunk], dict[UUID, str]]:
    """Pool by pool, in key order; what locks nothing, or is not theirs to decide, one by one.

    Beside them the applications' numbers, by review, of those that the person may look at.
    What is read here only says who goes together: everything is checked again under its locks.
    """
    reviews = await list_rows(_Review, _IN_KEY_ORDER, list(review_ids), tx=None)
    with postgres_errors():
        reached = await reviews_within(by).filter(id__in=review_ids).values_list("id", flat=True)
    found: list[Chunk] = []
    pools = {
        review.id: await _pool_to_lock(review) if review.id in reached else None
        for review in reviews
    }
    for pool_id, together in groupby(reviews, lambda review: pools[review.id]):
        group = list(together)
        singly = [Chunk([review.id]) for review in group]
        found += singly if pool_id is None else _cut(pool_id, group)
    return found, {review.id: review.number for review in reviews if review.id in reached}


async def _pool_to_lock(review: _Review) -> UUID | None:
    """The pool in which passing this review locks a claim."""
    if review.pool_id is None or review.state != "open":
        return None
    track = (await definition_of(review.rule_version_id)).find_track(review.track)
    if track is None or track.selection != "first_come":
        return None
    return review.pool_id if review.stage == passing_stage(track.stages) else None


def _cut(pool_id: UUID, group: Sequence[_Review]) -> list[Chunk]:
    parts = [group[at : at + TOGETHER] for at in range(0, len(group), TOGETHER)]
    return [
        Chunk([review.id for review in part], pool_id, [review.application_id for review in part])
        for part in parts
    ]
